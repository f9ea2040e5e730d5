import { concat, utf8 } from '../../lib/bytes.ts';

/** Deterministic CBOR (RFC 8949, 4.2) put together from values that are CBOR already, so that stored entries go out as they are. */

/** An array of encoded values. */
export function arrayOf(values: readonly Uint8Array[]): Uint8Array {
  return concat(head(4, values.length), ...values);
}

/** A map of text keys to encoded values; members that are null are left out. */
export function mapOf(members: Record<string, Uint8Array | null>): Uint8Array {
  const parts = Object.entries(members)
    .flatMap(([key, value]) => (value === null ? [] : [{ key: textOf(key), value }]))
    .sort((a, b) => Buffer.compare(a.key, b.key));
  return concat(head(5, parts.length), ...parts.flatMap(({ key, value }) => [key, value]));
}

function textOf(text: string): Uint8Array {
  const bytes = utf8(text);
  return concat(head(3, bytes.length), bytes);
}

function head(major: number, length: number): Uint8Array {
  const first = major << 5;
  if (length < 24) return Uint8Array.of(first | length);
  if (length < 0x100) return Uint8Array.of(first | 24, length);
  if (length < 0x10000) return Uint8Array.of(first | 25, length >> 8, length & 0xff);
  throw new RangeError('more than an answer holds');
}
