// Section 1: Ed25519 (RFC 8032), strict.
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { type Bytes, concat, equal } from './bytes.ts';

const { Point } = ed25519;
const L = Point.Fn.ORDER;

export const publicKey = (seed: Bytes): Bytes => ed25519.getPublicKey(seed);

export const signBytes = (seed: Bytes, message: Bytes): Bytes => ed25519.sign(message, seed);

/**
 * Verifies without cofactor: S below the group order, key and R canonical and not of an order that divides 8,
 * and R equal byte for byte to S·B − k·A.
 */
export function verifyBytes(key: Bytes, sig: Bytes, message: Bytes): boolean {
  if (key.length !== 32 || sig.length !== 64) return false;
  const r = sig.slice(0, 32);
  const s = number(sig.slice(32));
  if (s >= L) return false;
  const [A, R] = [pointOf(key), pointOf(r)];
  if (A === null || R === null) return false;
  const k = number(sha512(concat(r, key, message))) % L;
  const claimed = Point.BASE.multiplyUnsafe(s).subtract(A.multiplyUnsafe(k));
  return equal(claimed.toBytes(), r);
}

function pointOf(bytes: Bytes) {
  try {
    const point = Point.fromBytes(bytes);
    return point.isSmallOrder() ? null : point;
  } catch {
    return null;
  }
}

/** Little-endian. */
function number(bytes: Bytes): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
}
