import { expect, test } from 'vitest';
import { holdsAside } from '../../../lib/crypto/aside.ts';
import { nativePrimitives } from '../../../lib/crypto/native.ts';
import { sodiumPrimitives } from '../../../lib/crypto/sodium.ts';
import { signTagged, verifyTagged } from '../../../lib/crypto/tagged.ts';

const p = nativePrimitives;
const seed = p.random(32);
const key = p.signKey(seed);
const good = signTagged(p, seed, 'one', 1);
const other = signTagged(p, seed, 'two', 2);

test.each([
  ['on another thread', nativePrimitives],
  ['where there is none', await sodiumPrimitives()],
])('a check %s holds when all its signatures do, and no other way', async (_name, primitives) => {
  const check = (pub: Uint8Array, first: Uint8Array, second: Uint8Array, form = true) =>
    holdsAside(
      primitives,
      (q) => verifyTagged(q, pub, first, 'one', 1) && form && verifyTagged(q, key, second, 'two', 2),
    );
  expect(await check(key, good, other)).toBe(true);
  expect(await check(key, other, other)).toBe(false);
  expect(await check(key, good, good)).toBe(false);
  expect(await check(key, good, other, false)).toBe(false);
  expect(await check(key, good.subarray(1), other)).toBe(false);
  for (const wrong of [key.subarray(1), new Uint8Array(32), new Uint8Array(32).fill(0xff), p.random(32)])
    expect(await check(wrong, good, other)).toBe(false);
  const unreduced = Uint8Array.from(good).fill(0xff, 32);
  expect(await check(key, unreduced, other)).toBe(false);
});
