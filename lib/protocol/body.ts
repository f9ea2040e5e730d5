import * as v from 'valibot';
import { CODES } from './errors.ts';
import { bytes, key, map, signature, text, uint } from './shapes.ts';

/** The body of a question (wire 2): what the innermost envelope holds. */
export const Body = v.strictObject({
  v: v.literal(1),
  c: text(40),
  t: uint(),
  x: bytes(32),
  a: map,
  o: v.optional(v.strictObject({ server: key, sig: signature })),
});
export type Body = v.InferOutput<typeof Body>;

/** The body of an answer (wire 2): a result, or one of the closed list of errors. */
export const Answer = v.union([
  v.strictObject({ ok: map }),
  v.strictObject({
    error: v.picklist(CODES),
    clock: v.optional(uint()),
    detail: v.optional(text(200)),
  }),
]);
export type Answer = v.InferOutput<typeof Answer>;
