import { readU32, u32 } from '../bytes.ts';

/** u32(length) | body | zeros, `size` bytes in all; throws RangeError where the body does not fit. */
export function pad(body: Uint8Array, size: number): Uint8Array {
  if (body.length + 4 > size) throw new RangeError('body does not fit its size class');
  const out = new Uint8Array(size);
  out.set(u32(body.length));
  out.set(body, 4);
  return out;
}

/** The body pad put in; null where the length is wrong or the rest is not zeros. */
export function unpad(padded: Uint8Array): Uint8Array | null {
  if (padded.length < 4) return null;
  const end = 4 + readU32(padded);
  if (end > padded.length) return null;
  return allZeros(padded.subarray(end)) ? padded.slice(4, end) : null;
}

/** Four bytes at a time: most of an envelope is padding. */
function allZeros(bytes: Uint8Array): boolean {
  const odd = (4 - (bytes.byteOffset % 4)) % 4;
  const count = Math.max(0, (bytes.length - odd) >> 2);
  const words = count === 0 ? EMPTY : new Uint32Array(bytes.buffer, bytes.byteOffset + odd, count);
  for (let i = 0; i < count; i++) if (words[i] !== 0) return false;
  const rest = count === 0 ? bytes : bytes.subarray(odd + count * 4);
  return (count === 0 || isZero(bytes.subarray(0, odd))) && isZero(rest);
}

const EMPTY = new Uint32Array(0);

function isZero(few: Uint8Array): boolean {
  return few.every((byte) => byte === 0);
}
