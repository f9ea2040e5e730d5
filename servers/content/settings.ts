import * as v from 'valibot';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/** What a content server takes from its operator's configuration; everything has a default. */
export const settings = v.strictObject({
  /** Limit of each of the 64 streams in bytes; what does not fit is answered `unavailable`. Default: the disk. */
  maxStreamBytes: v.exactOptional(count),
  /** Questions under way at once in this process; more are answered `busy`. */
  concurrent: v.optional(count, 1_024),
});

export type ContentSettings = v.InferOutput<typeof settings>;
