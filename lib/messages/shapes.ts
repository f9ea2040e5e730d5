import * as v from 'valibot';

/** Shapes that several requests share. */

/** Nothing, as arguments or answer. */
export const nothing = v.strictObject({});
/** 32 bytes as 64 lower-case hexadecimal digits: a UserID, a drop, an entry id. */
export const id = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
/** Text of at most so many UTF-16 units. */
export const line = (most: number) => v.pipe(v.string(), v.maxLength(most));
/** Bytes as base64url: JSON carries no others. */
export const base64 = v.pipe(v.string(), v.maxLength(24_000_000), v.regex(/^[A-Za-z0-9_-]*$/));
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** A random name the background gave something on a page, so that the page's side never holds an id of ours. */
export const handle = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));

/** Colours, type and direction of the page, as CSS variables. */
export const look = v.pipe(v.record(line(60), line(200)), v.maxEntries(64));

/** A picture a sandboxed frame decoded and encoded anew. */
export const picture = v.strictObject({
  type: v.picklist(['image/webp', 'image/jpeg', 'image/png']),
  width: v.pipe(count, v.minValue(1), v.maxValue(16_384)),
  height: v.pipe(count, v.minValue(1), v.maxValue(16_384)),
  bytes: base64,
});

/** A photo ready to be sent: sizes largest first, and what it shows. */
export const photo = v.strictObject({
  sizes: v.pipe(v.array(picture), v.minLength(1), v.maxLength(4)),
  alt: line(1000),
});

export const DELIVERY = ['all', 'verified', 'never'] as const;
/** With whom the helper may exchange letters directly. */
export const delivery = v.picklist(DELIVERY);
