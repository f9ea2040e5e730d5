// Section 1: F, T, K, S.
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { type Bytes, concat, u32, u64, utf8 } from './bytes.ts';
import { signBytes, verifyBytes } from './ed25519.ts';

/** A part of a frame: bytes, a number (its u64) or text (its UTF-8). */
export type Part = Bytes | number | string;

export const H = (bytes: Bytes): Bytes => sha256(bytes);

/** F(label, p…) */
export function frame(label: string, ...parts: Part[]): Bytes {
  const name = utf8(`peerwall/1 ${label}`);
  const framed = parts.flatMap((part) => {
    const bytes = typeof part === 'number' ? u64(part) : typeof part === 'string' ? utf8(part) : part;
    return [u32(bytes.length), bytes];
  });
  return concat(Uint8Array.of(name.length), name, ...framed);
}

/** T(label, p…) */
export const tagged = (label: string, ...parts: Part[]): Bytes => H(frame(label, ...parts));

/** K(label, secret, salt, p…; n): `n` bytes. */
export function deriveLong(n: number, label: string, secret: Bytes, salt: Bytes, ...parts: Part[]): Bytes {
  return hkdf(sha256, secret, salt, frame(label, ...parts), n);
}

/** K(label, secret, salt, p…): 32 bytes. */
export const derive = (label: string, secret: Bytes, salt: Bytes, ...parts: Part[]): Bytes =>
  deriveLong(32, label, secret, salt, ...parts);

/** S(sk, label, p…); `seed` is the Ed25519 seed. */
export const sign = (seed: Bytes, label: string, ...parts: Part[]): Bytes =>
  signBytes(seed, tagged(label, ...parts));

/** True where `sig` is S(of the secret of `key`, label, p…). */
export const verify = (key: Bytes, sig: Bytes, label: string, ...parts: Part[]): boolean =>
  verifyBytes(key, sig, tagged(label, ...parts));
