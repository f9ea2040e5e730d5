import { hex } from '../bytes.ts';

/**
 * The points Ed25519 verification refuses, the same in every implementation (wire 1, "Verification").
 * RFC 8032 leaves room: libraries differ over keys of small order and over y not below p. Here a public key,
 * or the R of a signature, is refused where its y is not canonical (y >= p) or its order divides 8.
 * Otherwise the equation is checked without cofactor: R = [S]B - [h]A as bytes, S below the group order.
 */
const SMALL_ORDER_Y = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
];

/** Whether 32 bytes are an encoding no key and no R may have; says nothing about lying on the curve. */
export function refusedPoint(encoded: Uint8Array): boolean {
  const y = Uint8Array.from(encoded);
  const top = y.length - 1;
  y[top] = (y[top] ?? 0) & 0x7f;
  return notBelowP(y) || SMALL_ORDER_Y.includes(hex(y));
}

/** y >= p = 2^255 - 19, little-endian, the sign bit cleared. */
function notBelowP(y: Uint8Array): boolean {
  if (y[31] !== 0x7f || (y[0] ?? 0) < 0xed) return false;
  return y.subarray(1, 31).every((byte) => byte === 0xff);
}
