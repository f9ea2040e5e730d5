// draft-connolly-cfrg-xwing-kem, appendix C: test vectors.
import { ml_kem768_x25519 as XWing } from '@noble/post-quantum/hybrid.js';
import { describe, expect, test } from 'vitest';
import { fromHex, hex } from '../../lib/bytes.ts';
import { libsodium } from '../../lib/crypto/libsodium.ts';
import { nativePrimitives } from '../../lib/crypto/native.ts';
import { sodiumPrimitives } from '../../lib/crypto/sodium.ts';
import vectors from './xwing.json' with { type: 'json' };

describe.each([
  ['libsodium', await sodiumPrimitives()],
  ['node:crypto', nativePrimitives],
] as const)('%s', (_, { kem }) => {
  test.each(vectors)('vector with seed $seed', ({ seed, pk, ct, ss }) => {
    expect(hex(kem.publicKey(fromHex(seed)))).toBe(pk);
    expect(hex(kem.decapsulate(fromHex(seed), fromHex(ct)) ?? new Uint8Array(0))).toBe(ss);
  });

  test('a third implementation opens what this one made, and the other way round', () => {
    const seed = Uint8Array.from({ length: 32 }, (_, i) => i);
    const keys = XWing.keygen(seed);
    expect(kem.publicKey(seed)).toEqual(keys.publicKey);
    const ours = kem.encapsulate(keys.publicKey);
    expect(ours && XWing.decapsulate(ours.enc, keys.secretKey)).toEqual(ours?.secret);
    const theirs = XWing.encapsulate(keys.publicKey);
    expect(kem.decapsulate(seed, theirs.cipherText)).toEqual(theirs.sharedSecret);
  });
});

test.each(vectors)('libsodium encapsulates vector $seed byte for byte', async ({ pk, eseed, ct, ss }) => {
  const sodium = await libsodium();
  const made = sodium.crypto_kem_xwing_enc_deterministic(fromHex(pk), fromHex(eseed));
  expect(hex(made.ciphertext)).toBe(ct);
  expect(hex(made.sharedSecret)).toBe(ss);
});
