import { concat } from '../bytes.ts';

type Hmac = (key: Uint8Array, data: Uint8Array) => Uint8Array;

/**
 * HKDF-SHA-256 (RFC 5869) over an HMAC-SHA-256; throws RangeError for a length outside 1 to 8160.
 * Written here as libsodium's wrapper has none and node's takes no info over 1,024 bytes (an envelope's has 2,376).
 */
export function hkdf(
  hmac: Hmac,
  secret: Uint8Array,
  salt: Uint8Array,
  info: Uint8Array,
  length: number,
): Uint8Array {
  if (!Number.isInteger(length) || length < 1 || length > 8160)
    throw new RangeError('length must be 1 to 8160');
  const key = hmac(salt, secret);
  const blocks: Uint8Array[] = [];
  let last: Uint8Array = new Uint8Array(0);
  for (let i = 1; (i - 1) * 32 < length; i++) {
    last = hmac(key, concat(last, info, Uint8Array.of(i)));
    blocks.push(last);
  }
  return concat(...blocks).slice(0, length);
}
