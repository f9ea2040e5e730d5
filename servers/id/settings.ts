import * as v from 'valibot';

const count = (most: number, standard: number) =>
  v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most)), standard);

/** The ID server's part of the configuration. */
export const settings = v.strictObject({
  /** Accounts younger than this get 20 credentials per epoch, not 100. */
  newAccountDays: count(365, 3),
  /** How long a new bundle waits for servers that have not handed in their keys, in ms. */
  bundleWaitMs: count(600_000, 10_000),
  /** Reports a user may make in a day. */
  reportsPerDay: count(1_000, 20),
});
export type IdSettings = v.InferOutput<typeof settings>;
