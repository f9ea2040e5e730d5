import { concat, u32, utf8 } from '../../lib/bytes.ts';
import { libsodium } from '../../lib/crypto/libsodium.ts';
import type { Primitives } from '../../lib/crypto/primitives.ts';
import { sodiumPrimitives } from '../../lib/crypto/sodium.ts';

/**
 * Primitives whose randomness is a fixed stream, so that vectors can be made again byte for byte. Draw number i (from 0) of
 * n bytes = the first n bytes of SHA-256("peerwall vectors" | seed | u32(i) | u32(0)) | SHA-256(… | u32(1)) | …;
 * X-Wing draws its 64 bytes of encapsulation randomness from the same stream.
 */
export async function fixedPrimitives(seed: string): Promise<Primitives> {
  const [sodium, real] = [await libsodium(), await sodiumPrimitives()];
  let draw = 0;
  const random = (n: number) => {
    const name = concat(utf8(`peerwall vectors${seed}`), u32(draw++));
    const blocks = Array.from({ length: Math.ceil(n / 32) }, (_, i) => real.sha256(concat(name, u32(i))));
    return concat(...blocks).slice(0, n);
  };
  const encapsulate = (publicKey: Uint8Array) => {
    const made = sodium.crypto_kem_xwing_enc_deterministic(publicKey, random(64));
    return { secret: made.sharedSecret, enc: made.ciphertext };
  };
  return { ...real, random, kem: { ...real.kem, encapsulate } };
}
