import { concat } from '../bytes.ts';
import { refusedPoint } from './ed25519.ts';
import { hkdf } from './hkdf.ts';
import { libsodium, type Sodium } from './libsodium.ts';
import type { Kem, Primitives } from './primitives.ts';
import { randomBytes } from './random.ts';
import { ofSize } from './sizes.ts';

let loaded: Primitives | undefined;

/** The primitives on libsodium (WebAssembly): for browsers, and for everything that is not a server. Loaded once. */
export async function sodiumPrimitives(): Promise<Primitives> {
  loaded ??= primitivesOf(await libsodium());
  return loaded;
}

const NONCE = new Uint8Array(12);

function primitivesOf(sodium: Sodium): Primitives {
  const hmac = (key: Uint8Array, data: Uint8Array) => hmacSha256(sodium, key, data);
  return {
    sha256: (data) => sodium.crypto_hash_sha256(data),
    hmac,
    hkdf: (secret, salt, info, length) => hkdf(hmac, secret, salt, info, length),
    seal: (key, aad, plaintext, front = new Uint8Array(0)) =>
      concat(
        front,
        sodium.crypto_aead_chacha20poly1305_ietf_encrypt(plaintext, aad, null, NONCE, ofSize(key, 32, 'key')),
      ),
    open: (key, aad, ciphertext) =>
      attempt(() => sodium.crypto_aead_chacha20poly1305_ietf_decrypt(null, ciphertext, aad, NONCE, key)),
    signKey: (seed) => sodium.crypto_sign_seed_keypair(ofSize(seed, 32, 'seed')).publicKey,
    sign: (seed, message) =>
      sodium.crypto_sign_detached(
        message,
        sodium.crypto_sign_seed_keypair(ofSize(seed, 32, 'seed')).privateKey,
      ),
    verify: (publicKey, message, signature) => {
      if (publicKey.length !== 32 || signature.length !== 64) return false;
      if (refusedPoint(publicKey) || refusedPoint(signature.subarray(0, 32))) return false;
      return attempt(() => sodium.crypto_sign_verify_detached(signature, message, publicKey)) ?? false;
    },
    random: randomBytes,
    kem: kemOf(sodium),
  };
}

function kemOf(sodium: Sodium): Kem {
  return {
    publicKey: (seed) => sodium.crypto_kem_xwing_seed_keypair(ofSize(seed, 32, 'seed')).publicKey,
    encapsulate: (publicKey) =>
      attempt(() => {
        const { sharedSecret, ciphertext } = sodium.crypto_kem_xwing_enc(publicKey);
        return { secret: sharedSecret, enc: ciphertext };
      }),
    decapsulate: (seed, enc) => attempt(() => sodium.crypto_kem_xwing_dec(enc, seed)),
  };
}

/** What libsodium gives, null where it throws: it tells "wrong" by exceptions. */
function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

/** RFC 2104. libsodium's one-shot takes 32-byte keys only: shorter ones are zero-padded, longer ones streamed. */
function hmacSha256(sodium: Sodium, key: Uint8Array, data: Uint8Array): Uint8Array {
  if (key.length <= 32)
    return sodium.crypto_auth_hmacsha256(data, concat(key, new Uint8Array(32 - key.length)));
  const state = sodium.crypto_auth_hmacsha256_init(key);
  sodium.crypto_auth_hmacsha256_update(state, data);
  return sodium.crypto_auth_hmacsha256_final(state);
}
