/** X-Wing, the hybrid post-quantum KEM (draft-connolly-cfrg-xwing-kem). Secret keys are 32-byte seeds. */
export interface Kem {
  /** 1216-byte public key of a 32-byte seed. */
  publicKey(seed: Uint8Array): Uint8Array;
  /** Fresh shared secret (32) and its encapsulation (1120); null where the public key is not one. */
  encapsulate(publicKey: Uint8Array): { secret: Uint8Array; enc: Uint8Array } | null;
  /** The shared secret (32); null where enc or seed have a wrong length. A wrong enc gives another secret (implicit rejection). */
  decapsulate(seed: Uint8Array, enc: Uint8Array): Uint8Array | null;
  /** The same, where it can be had, on another thread than the caller's: a server spends most of an opening on it. */
  decapsulateAside?(seed: Uint8Array, enc: Uint8Array): Promise<Uint8Array | null>;
}

/**
 * The primitives everything else in lib/crypto is made of. Two implementations, the same byte for byte:
 * libsodium (browsers, local service) and node:crypto (servers). All functions are synchronous, but two.
 */
export interface Primitives {
  /** SHA-256, 32 bytes. */
  sha256(data: Uint8Array): Uint8Array;
  /** HMAC-SHA-256, 32 bytes. */
  hmac(key: Uint8Array, data: Uint8Array): Uint8Array;
  /** HKDF-SHA-256 (RFC 5869), extract and expand; length at most 8160. */
  hkdf(secret: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Uint8Array;
  /** ChaCha20-Poly1305 (RFC 8439) with a nonce of 12 zeros; the key must be used once. Front, as it is | ciphertext | tag. */
  seal(key: Uint8Array, aad: Uint8Array, plaintext: Uint8Array, front?: Uint8Array): Uint8Array;
  /** Opens what seal made; null where anything is wrong. */
  open(key: Uint8Array, aad: Uint8Array, ciphertext: Uint8Array): Uint8Array | null;
  /** Ed25519 public key (32) of a seed (32). */
  signKey(seed: Uint8Array): Uint8Array;
  /** Ed25519 signature (64) of a message. */
  sign(seed: Uint8Array, message: Uint8Array): Uint8Array;
  /** Whether an Ed25519 signature holds; false, never an exception, for ill-formed input. */
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
  /** The same, where it can be had, on another thread than the caller's (see aside.ts). */
  verifyAside?(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean>;
  /** n random bytes from the platform's generator. */
  random(n: number): Uint8Array;
  readonly kem: Kem;
}
