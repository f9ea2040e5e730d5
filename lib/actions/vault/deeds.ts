/** Deeds of the vault: each with its arguments. */
export type VaultDeeds = Record<never, never>;
