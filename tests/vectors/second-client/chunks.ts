// Section 4: chunks.
import { type Bytes, concat, must } from './bytes.ts';
import { derive, frame } from './frame.ts';
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
