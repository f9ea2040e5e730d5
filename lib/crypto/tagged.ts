import { frame, type Part } from '../protocol/frame.ts';
import type { Primitives } from './primitives.ts';

/** T(label, parts…): the tagged hash, 32 bytes (wire 1). */
export function tagged(p: Primitives, label: string, ...parts: Part[]): Uint8Array {
  return p.sha256(frame(label, ...parts));
}

/** K(label, secret, salt, parts…; length): HKDF-SHA-256 with the frame as info (wire 1). */
export function derive(
  p: Primitives,
  label: string,
  secret: Uint8Array,
  salt: Uint8Array,
  length: number,
  ...parts: Part[]
): Uint8Array {
  return p.hkdf(secret, salt, frame(label, ...parts), length);
}

/** S(seed, label, parts…): Ed25519 over the tagged hash, 64 bytes (wire 1). */
export function signTagged(p: Primitives, seed: Uint8Array, label: string, ...parts: Part[]): Uint8Array {
  return p.sign(seed, tagged(p, label, ...parts));
}

/** Whether `signature` is S by the key of `publicKey` over these; false for anything ill-formed. */
export function verifyTagged(
  p: Primitives,
  publicKey: Uint8Array,
  signature: Uint8Array,
  label: string,
  ...parts: Part[]
): boolean {
  return p.verify(publicKey, tagged(p, label, ...parts), signature);
}
