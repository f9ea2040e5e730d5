import { describe, expect, test } from 'vitest';
import { concat, hex, utf8 } from '../../../lib/bytes.ts';
import { nativePrimitives } from '../../../lib/crypto/native.ts';
import { sodiumPrimitives } from '../../../lib/crypto/sodium.ts';
import { derive, signTagged, tagged, verifyTagged } from '../../../lib/crypto/tagged.ts';

describe.each([
  ['libsodium', await sodiumPrimitives()],
  ['node:crypto', nativePrimitives],
] as const)('%s', (_, p) => {
  test('T is SHA-256 of the frame as the wire writes it', () => {
    const written = concat(
      Uint8Array.of(15),
      utf8('peerwall/1 item'),
      Uint8Array.of(0, 0, 0, 1, 7),
      Uint8Array.of(0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 2),
      Uint8Array.of(0, 0, 0, 1),
      utf8('x'),
    );
    expect(tagged(p, 'item', Uint8Array.of(7), 2, 'x')).toEqual(p.sha256(written));
  });

  test('label, parts and where one part ends all count', () => {
    const all = [
      tagged(p, 'item', 'ab', 'c'),
      tagged(p, 'item', 'a', 'bc'),
      tagged(p, 'item', 'abc'),
      tagged(p, 'drop', 'ab', 'c'),
      tagged(p, 'item', 'ab', 'c', ''),
    ];
    expect(new Set(all.map(hex)).size).toBe(all.length);
  });

  test('K gives another key for each label, secret, salt and part', () => {
    const [secret, salt] = [utf8('secret'), utf8('salt')];
    const all = [
      derive(p, 'vault', secret, salt, 32),
      derive(p, 'owner', secret, salt, 32),
      derive(p, 'vault', salt, secret, 32),
      derive(p, 'vault', secret, salt, 32, 0),
    ];
    expect(new Set(all.map(hex)).size).toBe(all.length);
    expect(derive(p, 'vault', secret, salt, 64).subarray(0, 32)).toEqual(all[0]);
  });

  test('S holds for its own key, label and parts only', () => {
    const seed = p.random(32);
    const key = p.signKey(seed);
    const signature = signTagged(p, seed, 'record', 'one', 2);
    expect(verifyTagged(p, key, signature, 'record', 'one', 2)).toBe(true);
    expect(verifyTagged(p, key, signature, 'record', 'one', 3)).toBe(false);
    expect(verifyTagged(p, key, signature, 'remove', 'one', 2)).toBe(false);
    expect(verifyTagged(p, p.signKey(p.random(32)), signature, 'record', 'one', 2)).toBe(false);
    expect(verifyTagged(p, key, signature.subarray(1), 'record', 'one', 2)).toBe(false);
  });
});
