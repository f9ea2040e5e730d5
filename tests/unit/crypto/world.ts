import { same, utf8 } from '../../../lib/bytes.ts';
import type { Question } from '../../../lib/crypto/envelope.ts';
import { keyIdOf } from '../../../lib/crypto/header.ts';
import type { EnvelopeKey, KeyLookup } from '../../../lib/crypto/layer.ts';
import { nativePrimitives } from '../../../lib/crypto/native.ts';
import type { Primitives } from '../../../lib/crypto/primitives.ts';
import { sodiumPrimitives } from '../../../lib/crypto/sodium.ts';

const sodium = await sodiumPrimitives();

/** Who seals and who opens: each implementation with itself and with the other. */
export const pairs: [name: string, client: Primitives, server: Primitives][] = [
  ['libsodium to node:crypto', sodium, nativePrimitives],
  ['node:crypto to libsodium', nativePrimitives, sodium],
  ['libsodium to itself', sodium, sodium],
  ['node:crypto to itself', nativePrimitives, nativePrimitives],
];

/** A new envelope key pair of some server. */
export function newKey(p: Primitives): EnvelopeKey {
  const seed = p.random(32);
  return { seed, publicKey: p.kem.publicKey(seed) };
}

/** The keys a server has, found by id. */
export function holding(p: Primitives, ...keys: EnvelopeKey[]): KeyLookup {
  return (id) => keys.find((key) => same(keyIdOf(p, key.publicKey), id));
}

/** A question as the client's actions write it. */
export function question(text = 'a wall'): Question {
  return { c: 'content.read', t: 29_000_000, a: { text: utf8(text) } };
}

/** The same bytes with one bit other; `at` counts bits and wraps. */
export function flip(bytes: Uint8Array, at: number): Uint8Array {
  const out = Uint8Array.from(bytes);
  const bit = at % (out.length * 8);
  out[bit >> 3] = (out[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return out;
}

/** The value, which the test knows to be there. */
export function there<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('nothing there');
  return value;
}
