import * as v from 'valibot';
import { bytes, bytesUpTo, signature, text, uint } from './shapes.ts';

/** An ad (wire 10): inert text, a re-encoded picture, a plain https link; signed by the ad server. */
export const AdBody = v.strictObject({
  id: bytes(16),
  advertiser: text(64),
  text: text(500),
  link: v.pipe(text(500), v.regex(/^https:\/\//)),
  picture: v.optional(
    v.strictObject({
      type: v.picklist(['image/webp', 'image/png', 'image/jpeg']),
      width: uint(2048),
      height: uint(2048),
      bytes: bytesUpTo(12_288),
    }),
  ),
  from: uint(),
  until: uint(),
});
export type AdBody = v.InferOutput<typeof AdBody>;

export const Ad = v.strictObject({ ad: bytesUpTo(16_384), sig: signature });
export type Ad = v.InferOutput<typeof Ad>;

/** What a reader's client offers for the choice of an ad: a hint cell's index, if it sends one at all. */
export const Hint = v.strictObject({ cell: v.optional(uint(63)) });
