// Section 1: A, X and X-Wing.
import { chacha20poly1305, xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { ml_kem768_x25519 as xwing } from '@noble/post-quantum/hybrid.js';
import { type Bytes, Refused } from './bytes.ts';

const NO_NONCE = new Uint8Array(12);

/** A(key, aad, pt) */
export const seal = (key: Bytes, aad: Bytes, plaintext: Bytes): Bytes =>
  chacha20poly1305(key, NO_NONCE, aad).encrypt(plaintext);

/** What A sealed. Refused. */
export const open = (key: Bytes, aad: Bytes, ciphertext: Bytes): Bytes =>
  refusing(() => chacha20poly1305(key, NO_NONCE, aad).decrypt(ciphertext));

/** X(key, nonce, aad, pt) */
export const xseal = (key: Bytes, nonce: Bytes, aad: Bytes, plaintext: Bytes): Bytes =>
  xchacha20poly1305(key, nonce, aad).encrypt(plaintext);

/** What X sealed. Refused. */
export const xopen = (key: Bytes, nonce: Bytes, aad: Bytes, ciphertext: Bytes): Bytes =>
  refusing(() => xchacha20poly1305(key, nonce, aad).decrypt(ciphertext));

/** X-Wing public key (1216 bytes) of a 32-byte seed. */
export const kemKey = (seed: Bytes): Bytes => xwing.keygen(seed).publicKey;

/** X-Wing.Encapsulate(pk) with 64 bytes of randomness (32 for ML-KEM, 32 for X25519). Refused for a bad key. */
export function encapsulate(pk: Bytes, randomness: Bytes): { ss: Bytes; enc: Bytes } {
  const { sharedSecret, cipherText } = refusing(() => xwing.encapsulate(pk, randomness));
  return { ss: sharedSecret, enc: cipherText };
}

/** The shared secret. Refused where the ciphertext's X25519 part has small order. */
export const decapsulate = (seed: Bytes, enc: Bytes): Bytes => refusing(() => xwing.decapsulate(enc, seed));

function refusing<T>(run: () => T): T {
  try {
    return run();
  } catch {
    throw new Refused('does not open');
  }
}
