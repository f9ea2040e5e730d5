import * as v from 'valibot';

// v.instance would infer Uint8Array<ArrayBuffer>, which bytes out of a library are not.
const binary = v.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** Whether a decoded value is a map: no array, no bytes. */
export function isMap(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
  );
}

/** A map of any members. */
export const map = v.custom<Record<string, unknown>>(isMap);

/** Exactly n bytes. */
export const bytes = (n: number) =>
  v.pipe(
    binary,
    v.check((b) => b.length === n, `not ${n} bytes`),
    v.metadata({ wire: `bytes(${n})` }),
  );

/** Up to n bytes. */
export const bytesUpTo = (n: number) =>
  v.pipe(
    binary,
    v.check((b) => b.length <= n, `over ${n} bytes`),
    v.metadata({ wire: `bytes(<=${n})` }),
  );

/** An unsigned integer, 0 to max (2^53-1 unless said). */
export const uint = (max = Number.MAX_SAFE_INTEGER) =>
  v.pipe(
    v.number(),
    v.safeInteger(),
    v.minValue(0),
    v.maxValue(max),
    v.metadata({ wire: max === Number.MAX_SAFE_INTEGER ? 'uint' : `uint(<=${max})` }),
  );

/** Text of up to n UTF-16 code units. */
export const text = (n: number) => v.pipe(v.string(), v.maxLength(n), v.metadata({ wire: `text(<=${n})` }));

/** An array of up to n. */
export const upTo = <const T extends v.GenericSchema>(n: number, one: T) =>
  v.pipe(v.array(one), v.maxLength(n));

/** Ids, keys and hashes: 32 bytes. */
export const key = bytes(32);
/** Ed25519 signatures: 64 bytes. */
export const signature = bytes(64);
