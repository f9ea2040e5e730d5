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
  for (let i = end; i < padded.length; i++) if (padded[i] !== 0) return null;
  return padded.slice(4, end);
}
