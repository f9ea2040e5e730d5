// Section 4: chunks.
import { type Bytes, concat, equal, must } from './bytes.ts';
import { shapeOf } from './document.ts';
import { derive, frame, H } from './frame.ts';
import { xopen, xseal } from './seal.ts';

const PART = 245_760;
const NO_NONCE = new Uint8Array(24);

/** Where a blob hangs, its key and how many chunks it has. */
export interface Blob {
  drop: Bytes;
  entry: Bytes;
  key: Bytes;
  count: number;
}

const keyOf = (blob: Blob, i: number): Bytes => derive('chunk', blob.key, new Uint8Array(0), i);
const aadOf = (blob: Blob, i: number): Bytes => frame('chunk', blob.drop, blob.entry, i, blob.count);

function paddedSize(length: number): number {
  let size = 4_096;
  while (size < length) size *= 2;
  return Math.min(size, PART);
}

/** Chunk `i`, from its part of the plaintext. */
export function sealChunk(blob: Blob, i: number, part: Bytes): Bytes {
  const padded = concat(part, new Uint8Array(paddedSize(part.length) - part.length));
  return xseal(keyOf(blob, i), NO_NONCE, aadOf(blob, i), padded);
}

/** The part of a blob of `size` bytes in chunk `i`. Refused. */
export function openChunk(blob: Blob & { size: number }, i: number, chunk: Bytes): Bytes {
  const length = Math.min(PART, blob.size - i * PART);
  must(
    length >= 0 && i < blob.count && blob.count === Math.max(1, Math.ceil(blob.size / PART)),
    'no such chunk',
  );
  const padded = xopen(keyOf(blob, i), NO_NONCE, aadOf(blob, i), chunk);
  must(padded.length === paddedSize(length), 'another size');
  must(
    padded.subarray(length).every((byte) => byte === 0),
    'padding',
  );
  return padded.slice(0, length);
}

/** What a body says of large bytes. */
export interface BlobWord {
  key: Bytes;
  size: number;
  first: number;
  count: number;
  hash: Bytes;
}

export const readBlob = shapeOf<BlobWord>(
  '{ key bytes(32), size uint, first uint, count uint, hash bytes(32) }',
).check;

/** Large bytes cut into parts, and the word about them; they are the first chunks of their entry. */
export function cutBlob(plaintext: Bytes, key: Bytes): { blob: BlobWord; parts: Bytes[] } {
  const count = Math.max(1, Math.ceil(plaintext.length / PART));
  const parts = Array.from({ length: count }, (_, i) => plaintext.slice(i * PART, (i + 1) * PART));
  return { blob: { key, size: plaintext.length, first: 0, count, hash: H(plaintext) }, parts };
}

/** The bytes of all chunks. Refused. */
export function joinBlob(at: Pick<Blob, 'drop' | 'entry'>, blob: BlobWord, chunks: Bytes[]): Bytes {
  const { key, size, count, hash } = blob;
  const plaintext = concat(...chunks.map((chunk, i) => openChunk({ ...at, key, size, count }, i, chunk)));
  must(equal(H(plaintext), hash), 'other bytes');
  return plaintext;
}
