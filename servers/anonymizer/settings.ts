import * as v from 'valibot';

const count = (least: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(least));
const file = v.pipe(v.string(), v.minLength(1));

/** What an anonymizer takes from its operator's configuration; everything has a default. Times in milliseconds. */
export const settings = v.pipe(
  v.strictObject({
    /** Entry: the address the door listens at. */
    host: v.optional(v.pipe(v.string(), v.minLength(1)), '127.0.0.1'),
    /** Entry: its port; by default the one of the door in the network file. 0: any free one. */
    port: v.exactOptional(v.pipe(count(0), v.maxValue(65_535))),
    /** Entry: PEM files of the door's certificate (with its chain) and key; without them it speaks plain HTTP. */
    cert: v.exactOptional(file),
    key: v.exactOptional(file),
    /** Entry: open connections at once; more are cut off. */
    connections: v.optional(count(1), 512),
    /** Envelopes under way at once, and how many may wait for a place; beyond that the answer is `busy`. */
    concurrent: v.optional(count(1), 256),
    queue: v.optional(count(0), 256),
    /** Envelopes a second, all together and on one connection (entry), with room for bursts of two seconds. */
    perSecond: v.optional(count(1), 2_000),
    perConnection: v.optional(count(1), 50),
    /** Exit: mean of the random wait before an envelope goes on (exponential); 0: none. */
    jitter: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(10_000)), 30),
    /** How long what is behind may take; by default 12,000 for an exit's server and 15,000 for an entry's exit. */
    patience: v.exactOptional(count(1)),
  }),
  v.check((all) => (all.cert === undefined) === (all.key === undefined), 'cert and key belong together'),
);

export type AnonymizerSettings = v.InferOutput<typeof settings>;
