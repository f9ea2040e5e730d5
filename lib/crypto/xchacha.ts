import { libsodium } from './libsodium.ts';
import type { Primitives } from './primitives.ts';
import { ofSize } from './sizes.ts';
import { sodiumPrimitives } from './sodium.ts';

/** XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03): the cipher of what lies at content servers. Only clients have it. */
export interface XChaCha {
  /** Ciphertext | tag; key 32 bytes, nonce 24. */
  xseal(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, plaintext: Uint8Array): Uint8Array;
  /** Opens what xseal made; null where anything is wrong. */
  xopen(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, ciphertext: Uint8Array): Uint8Array | null;
}

/** What a user's own programs work with: the primitives, and the cipher of items. */
export type ClientPrimitives = Primitives & XChaCha;

/** Loads libsodium once and gives all a client needs. */
export async function clientPrimitives(): Promise<ClientPrimitives> {
  return { ...(await sodiumPrimitives()), ...(await xchacha()) };
}

/** The cipher alone. */
export async function xchacha(): Promise<XChaCha> {
  const sodium = await libsodium();
  return {
    xseal: (key, nonce, aad, plaintext) =>
      sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
        plaintext,
        aad,
        null,
        ofSize(nonce, 24, 'nonce'),
        ofSize(key, 32, 'key'),
      ),
    xopen: (key, nonce, aad, ciphertext) => {
      try {
        return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, ciphertext, aad, nonce, key);
      } catch {
        return null; // libsodium tells "wrong" by exceptions
      }
    },
  };
}
