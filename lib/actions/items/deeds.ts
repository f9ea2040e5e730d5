/** Deeds on items: each with its arguments. */
export type ItemDeeds = Record<never, never>;
