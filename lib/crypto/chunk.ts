import { concat, same } from '../bytes.ts';
import { frame } from '../protocol/frame.ts';
import type { Blob } from '../protocol/inside.ts';
import { LIMITS } from '../protocol/item.ts';
import { derive } from './tagged.ts';
import type { ClientPrimitives } from './xchacha.ts';

/** Large bytes (wire 4): cut into chunks, each sealed with the blob's own random key, which lies in its entry. */

const NONCE = new Uint8Array(24);
const TAG = 16;
/** Sizes a chunk's plaintext may have: only the last of a blob is smaller than the largest. */
export const CHUNK_SIZES = [4096, 8192, 16_384, 32_768, 65_536, 131_072, LIMITS.chunk] as const;

/** The entry a blob belongs to. */
export interface BlobPlace {
  drop: Uint8Array;
  entry: Uint8Array;
}

/** How many chunks so many bytes make: one at least, of at most 245,760 bytes each. */
export function chunkCount(size: number): number {
  return Math.max(1, Math.ceil(size / LIMITS.chunk));
}

/** Seals chunk `i` of a blob: `part` is its 245,760 bytes of plaintext, or the rest. */
export function sealChunk(
  p: ClientPrimitives,
  place: BlobPlace,
  blob: Pick<Blob, 'key' | 'count'>,
  i: number,
  part: Uint8Array,
): Uint8Array {
  const size = CHUNK_SIZES.find((one) => one >= part.length);
  if (size === undefined) throw new RangeError('over 245,760 bytes');
  const padded = concat(part, new Uint8Array(size - part.length));
  return p.xseal(keyOf(p, blob, i), NONCE, aad(place, blob, i), padded);
}

/** The plaintext of chunk `i`, without its padding; null where key, place, number or bytes are wrong. */
export function openChunk(
  p: ClientPrimitives,
  place: BlobPlace,
  blob: Pick<Blob, 'key' | 'count' | 'size'>,
  i: number,
  chunk: Uint8Array,
): Uint8Array | null {
  const length = Math.min(LIMITS.chunk, blob.size - i * LIMITS.chunk);
  const size = CHUNK_SIZES.find((one) => one >= length);
  if (i < 0 || i >= blob.count || blob.count !== chunkCount(blob.size) || chunk.length - TAG !== size)
    return null;
  const padded = p.xopen(keyOf(p, blob, i), NONCE, aad(place, blob, i), chunk);
  if (padded === null || !padded.subarray(length).every((byte) => byte === 0)) return null;
  return padded.slice(0, length);
}

/** Seals bytes as a blob whose chunks stand from number `first` on. What makes the chunks does so when asked: one is in memory. */
export function sealBlob(
  p: ClientPrimitives,
  place: BlobPlace,
  plaintext: Uint8Array,
  first = 0,
): { blob: Blob; chunks: Iterable<Uint8Array> } {
  const size = plaintext.length;
  const blob: Blob = { key: p.random(32), size, first, count: chunkCount(size), hash: p.sha256(plaintext) };
  function* chunks() {
    for (let i = 0; i < blob.count; i++)
      yield sealChunk(p, place, blob, i, plaintext.subarray(i * LIMITS.chunk, (i + 1) * LIMITS.chunk));
  }
  return { blob, chunks: { [Symbol.iterator]: chunks } };
}

/** The plaintext of a whole blob from its chunks in order; null where one is missing or wrong, or the hash is another. */
export function openBlob(
  p: ClientPrimitives,
  place: BlobPlace,
  blob: Blob,
  chunks: Uint8Array[],
): Uint8Array | null {
  if (chunks.length !== blob.count) return null;
  const parts: Uint8Array[] = [];
  for (const [i, chunk] of chunks.entries()) {
    const part = openChunk(p, place, blob, i, chunk);
    if (part === null) return null;
    parts.push(part);
  }
  const plaintext = concat(...parts);
  return same(p.sha256(plaintext), blob.hash) ? plaintext : null;
}

function keyOf(p: ClientPrimitives, blob: Pick<Blob, 'key'>, i: number): Uint8Array {
  return derive(p, 'chunk', blob.key, new Uint8Array(0), 32, i);
}

function aad(place: BlobPlace, blob: Pick<Blob, 'count'>, i: number): Uint8Array {
  return frame('chunk', place.drop, place.entry, i, blob.count);
}
