export type Bytes = Uint8Array;

/** What this client does not accept: every refusal is one of these, and says nothing of secrets. */
export class Refused extends Error {
  override name = 'Refused';
}

/** Throws Refused where the condition does not hold. */
export function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Refused(what);
}

export const NOTHING: Bytes = new Uint8Array(0);

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text);

export const hex = (bytes: Bytes): string => Buffer.from(bytes).toString('hex');

export function fromHex(text: string): Bytes {
  return Uint8Array.from(Buffer.from(text, 'hex'));
}

export const base64url = (bytes: Bytes): string => Buffer.from(bytes).toString('base64url');

/** Bytes of base64url without padding; Refused for any other spelling. */
export function fromBase64url(text: string): Bytes {
  const bytes = Uint8Array.from(Buffer.from(text, 'base64url'));
  must(base64url(bytes) === text, 'no base64url');
  return bytes;
}

export function concat(...parts: Bytes[]): Bytes {
  return Uint8Array.from(Buffer.concat(parts));
}

export function equal(a: Bytes, b: Bytes): boolean {
  return Buffer.compare(a, b) === 0;
}

/** Unsigned big-endian integers. */
export function u32(value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

export function u64(value: number): Bytes {
  must(Number.isSafeInteger(value) && value >= 0, 'no u64');
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

export function readU32(bytes: Bytes, at: number): number {
  must(bytes.length >= at + 4, 'cut short');
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);
}

export function readU64(bytes: Bytes, at: number): number {
  must(bytes.length >= at + 8, 'cut short');
  const value = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(at));
  must(Number.isSafeInteger(value), 'above 2^53-1');
  return value;
}

/** `u32(len) | body | zeros` of exactly `size` bytes. Refused where the body does not fit. */
export function pad(body: Bytes, size: number): Bytes {
  must(body.length + 4 <= size, 'too large');
  return concat(u32(body.length), body, new Uint8Array(size - 4 - body.length));
}

/** The body of padded bytes; Refused where the length lies beyond or what is behind are no zeros. */
export function unpad(padded: Bytes): Bytes {
  const end = readU32(padded, 0) + 4;
  must(end <= padded.length, 'a length beyond the end');
  must(
    padded.subarray(end).every((byte) => byte === 0),
    'padding',
  );
  return padded.slice(4, end);
}
