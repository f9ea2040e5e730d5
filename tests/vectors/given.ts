import { sha256 } from '@noble/hashes/sha2.js';
import { concat, u32, utf8 } from '../../lib/bytes.ts';
import { libsodium } from '../../lib/crypto/libsodium.ts';
import { type ClientPrimitives, clientPrimitives } from '../../lib/crypto/xchacha.ts';

const sodium = await libsodium();

/** The primitives, for operations that draw nothing at random. */
export const p = await clientPrimitives();

/**
 * The primitives with everything random given: `random(n)` gives these in order, and so does X-Wing, whose randomness is
 * 64 bytes (32 for ML-KEM, 32 for the X25519 key). Throws where another length or more is asked.
 */
export function drawing(...given: Uint8Array[]): ClientPrimitives {
  const left = [...given];
  const next = (n: number): Uint8Array => {
    const bytes = left.shift();
    if (bytes?.length !== n) throw new RangeError(`drew ${n}, was given ${bytes?.length ?? 'nothing'}`);
    return bytes;
  };
  const encapsulate = (pk: Uint8Array) => {
    const { sharedSecret, ciphertext } = sodium.crypto_kem_xwing_enc_deterministic(pk, next(64));
    return { secret: sharedSecret, enc: ciphertext };
  };
  return { ...p, random: next, kem: { ...p.kem, encapsulate } };
}

/** Bytes that are the same in every run, one string for each name: what the vectors' secrets are made of. */
export function bytesOf(name: string, length = 32): Uint8Array {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, i) => sha256(concat(u32(i), utf8(name))));
  return concat(...blocks).slice(0, length);
}
