import * as v from 'valibot';

/** The ad server's part of the configuration. */
export const settings = v.strictObject({
  /** The catalogue file, relative to the role's data folder; absent: there are no ads. */
  catalogue: v.optional(v.string()),
});
export type AdSettings = v.InferOutput<typeof settings>;
