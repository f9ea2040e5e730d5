import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  CHUNK_SIZES,
  chunkCount,
  openBlob,
  openChunk,
  sealBlob,
  sealChunk,
} from '../../../lib/crypto/chunk.ts';
import { clientPrimitives } from '../../../lib/crypto/xchacha.ts';
import { runs } from '../fuzzruns.ts';
import { flip } from './people.ts';

const p = await clientPrimitives();
const place = { drop: p.random(32), entry: p.random(32) };
const FULL = 245_760;

test('bytes of every length come back, in chunks of the allowed sizes', () => {
  for (const size of [0, 1, 4096, 4097, 100_000, 131_073, FULL - 1, FULL, FULL + 1, 2 * FULL + 5000]) {
    const plaintext = p.random(size);
    const { blob, chunks } = sealBlob(p, place, plaintext, 3);
    const sealed = [...chunks];
    expect([blob.size, blob.first, blob.count]).toEqual([size, 3, sealed.length]);
    expect(sealed.every((chunk) => CHUNK_SIZES.some((one) => one === chunk.length - 16))).toBe(true);
    expect(openBlob(p, place, blob, sealed)).toEqual(plaintext);
  }
  expect([0, 1, FULL, FULL + 1].map(chunkCount)).toEqual([1, 1, 1, 2]);
});

test('a chunk opens at its place, number, count and key only', () => {
  const { blob, chunks } = sealBlob(p, place, p.random(FULL + 100));
  const [first, second] = [...chunks];
  if (first === undefined || second === undefined) throw new Error('two chunks');
  expect(openChunk(p, place, blob, 0, first)?.length).toBe(FULL);
  expect(openChunk(p, place, blob, 1, second)?.length).toBe(100);
  expect(openChunk(p, place, blob, 1, first)).toBeNull();
  expect(openChunk(p, place, blob, 2, second)).toBeNull();
  expect(openChunk(p, place, blob, -1, second)).toBeNull();
  expect(openChunk(p, { ...place, drop: p.random(32) }, blob, 0, first)).toBeNull();
  expect(openChunk(p, { ...place, entry: p.random(32) }, blob, 0, first)).toBeNull();
  expect(openChunk(p, place, { ...blob, key: p.random(32) }, 0, first)).toBeNull();
  expect(openChunk(p, place, { ...blob, count: 3 }, 0, first)).toBeNull();
  expect(openBlob(p, place, { ...blob, hash: p.random(32) }, [first, second])).toBeNull();
  expect(openBlob(p, place, { ...blob, size: blob.size - 1 }, [first, second])).toBeNull();
  expect(openBlob(p, place, blob, [second, first])).toBeNull();
  expect(openBlob(p, place, blob, [first])).toBeNull();
});

test('with any bit other, nothing comes out', () => {
  const { blob, chunks } = sealBlob(p, place, p.random(1000));
  const [chunk] = [...chunks];
  if (chunk === undefined) throw new Error('one chunk');
  const property = fc.property(fc.nat(chunk.length * 8 - 1), (at) => {
    expect(openChunk(p, place, blob, 0, flip(chunk, at))).toBeNull();
  });
  fc.assert(property, runs(100));
});

test('padding that is not zeros is refused', () => {
  const blob = { key: p.random(32), size: 10, count: 1 };
  const stuffed = sealChunk(p, place, blob, 0, new Uint8Array(11).fill(1));
  expect(openChunk(p, place, blob, 0, stuffed)).toBeNull();
  expect(() => sealChunk(p, place, blob, 0, new Uint8Array(FULL + 1))).toThrow(RangeError);
});
