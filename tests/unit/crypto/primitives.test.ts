import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { ED25519_TORSION_SUBGROUP, ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, fromHex, hex, utf8 } from '../../../lib/bytes.ts';
import { nativePrimitives } from '../../../lib/crypto/native.ts';
import { sodiumPrimitives } from '../../../lib/crypto/sodium.ts';
import { runs } from '../fuzzruns.ts';

const sodium = await sodiumPrimitives();
const both = [
  ['libsodium', sodium],
  ['node:crypto', nativePrimitives],
] as const;
const bytes = (size: number) => fc.uint8Array({ minLength: size, maxLength: size });

describe.each(both)('%s', (_, p) => {
  test('SHA-256 of "abc" (FIPS 180-4)', () => {
    expect(hex(p.sha256(utf8('abc')))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  test('HMAC-SHA-256, short, 32-byte and long keys (RFC 4231, cases 1 and 6)', () => {
    expect(hex(p.hmac(new Uint8Array(20).fill(0x0b), utf8('Hi There')))).toBe(
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    );
    const long = utf8('Test Using Larger Than Block-Size Key - Hash Key First');
    expect(hex(p.hmac(new Uint8Array(131).fill(0xaa), long))).toBe(
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    );
  });

  test('HKDF-SHA-256 (RFC 5869, cases 1 and 3)', () => {
    const secret = new Uint8Array(22).fill(0x0b);
    const okm = p.hkdf(secret, fromHex('000102030405060708090a0b0c'), fromHex('f0f1f2f3f4f5f6f7f8f9'), 42);
    expect(hex(okm)).toBe(
      '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    );
    const empty = new Uint8Array(0);
    expect(hex(p.hkdf(secret, empty, empty, 42))).toBe(
      '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
    );
    expect(() => p.hkdf(secret, empty, empty, 8161)).toThrow(RangeError);
    expect(() => p.hkdf(secret, empty, empty, 0)).toThrow(RangeError);
  });

  test('Ed25519 (RFC 8032 section 7.1, test 3)', () => {
    const seed = fromHex('c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7');
    const key = p.signKey(seed);
    expect(hex(key)).toBe('fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025');
    const signature = p.sign(seed, fromHex('af82'));
    expect(hex(signature)).toBe(
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
    );
    expect(p.verify(key, fromHex('af82'), signature)).toBe(true);
  });

  test('ChaCha20-Poly1305 with the zero nonce, against another implementation', () => {
    const [key, aad, text] = [p.random(32), utf8('aad'), utf8('text')];
    expect(p.seal(key, aad, text)).toEqual(chacha20poly1305(key, new Uint8Array(12), aad).encrypt(text));
  });

  test('what is sealed opens, and with any bit or byte other it does not', () => {
    const property = fc.property(
      bytes(32),
      fc.uint8Array(),
      fc.uint8Array(),
      fc.nat(),
      (key, aad, text, at) => {
        const sealed = p.seal(key, aad, text);
        expect(p.open(key, aad, sealed)).toEqual(text);
        expect(p.open(key, aad, flip(sealed, at))).toBeNull();
        expect(p.open(flip(key, at), aad, sealed)).toBeNull();
        expect(p.open(key, concat(aad, Uint8Array.of(0)), sealed)).toBeNull();
        expect(p.open(key, aad, sealed.subarray(0, at % sealed.length))).toBeNull();
      },
    );
    fc.assert(property, runs(50));
  });

  test('keys of a wrong size are the caller’s mistake when making, and nothing when reading', () => {
    const short = new Uint8Array(31);
    expect(() => p.seal(short, short, short)).toThrow(RangeError);
    expect(() => p.signKey(short)).toThrow(RangeError);
    expect(() => p.sign(short, short)).toThrow(RangeError);
    expect(() => p.kem.publicKey(short)).toThrow(RangeError);
    expect(p.open(short, short, new Uint8Array(40))).toBeNull();
    expect(p.verify(short, short, new Uint8Array(64))).toBe(false);
    expect(p.verify(new Uint8Array(32), short, short)).toBe(false);
    expect(p.kem.encapsulate(new Uint8Array(1215))).toBeNull();
    expect(p.kem.decapsulate(short, new Uint8Array(1120))).toBeNull();
    expect(p.kem.decapsulate(new Uint8Array(32), new Uint8Array(1119))).toBeNull();
  });

  test('X-Wing: a public key with a coefficient over the modulus, or an X25519 part of small order, is none', () => {
    const seed = p.random(32);
    const key = p.kem.publicKey(seed);
    expect(p.kem.encapsulate(key)).not.toBeNull();
    expect(p.kem.encapsulate(concat(new Uint8Array(3).fill(255), key.subarray(3)))).toBeNull();
    expect(p.kem.encapsulate(concat(key.subarray(0, 1184), new Uint8Array(32)))).toBeNull();
    const enc = p.kem.encapsulate(key)?.enc ?? new Uint8Array(0);
    expect(p.kem.decapsulate(seed, concat(enc.subarray(0, 1088), new Uint8Array(32)))).toBeNull();
  });

  test('bytes given out are plain, and random ones differ', () => {
    const all = [
      p.sha256(utf8('')),
      p.random(32),
      p.sign(p.random(32), utf8('')),
      p.kem.publicKey(p.random(32)),
    ];
    for (const one of all) expect(Object.getPrototypeOf(one)).toBe(Uint8Array.prototype);
    expect(p.random(32)).not.toEqual(p.random(32));
    expect(p.random(0)).toHaveLength(0);
    const long = p.random(70_000);
    expect(long.subarray(65_536).every((byte) => byte === 0)).toBe(false);
  });

  test('a seed changed in place is another seed', () => {
    const seed = p.random(32);
    const [key, kemKey] = [p.signKey(seed), p.kem.publicKey(seed)];
    seed.fill(9);
    expect(p.signKey(seed)).not.toEqual(key);
    expect(p.kem.publicKey(seed)).not.toEqual(kemKey);
  });
});

test('libsodium and node:crypto give the same bytes', () => {
  const property = fc.property(
    bytes(32),
    fc.uint8Array(),
    fc.uint8Array({ maxLength: 200 }),
    (seed, data, key) => {
      const [a, b] = [sodium, nativePrimitives];
      expect(a.sha256(data)).toEqual(b.sha256(data));
      expect(a.hmac(key, data)).toEqual(b.hmac(key, data));
      expect(a.hkdf(data, key, seed, 1 + key.length * 5)).toEqual(
        b.hkdf(data, key, seed, 1 + key.length * 5),
      );
      expect(a.signKey(seed)).toEqual(b.signKey(seed));
      expect(a.sign(seed, data)).toEqual(b.sign(seed, data));
      expect(a.seal(seed, key, data)).toEqual(b.seal(seed, key, data));
      expect(a.open(seed, key, b.seal(seed, key, data))).toEqual(data);
      expect(b.open(seed, key, a.seal(seed, key, data))).toEqual(data);
      expect(a.kem.publicKey(seed)).toEqual(b.kem.publicKey(seed));
    },
  );
  fc.assert(property, runs(50));
});

test('X-Wing: either opens what either made, and a changed enc gives both the same other secret', () => {
  const property = fc.property(bytes(32), fc.nat(1087), (seed, at) => {
    for (const [maker, other] of [
      [sodium, nativePrimitives],
      [nativePrimitives, sodium],
    ] as const) {
      const made = maker.kem.encapsulate(other.kem.publicKey(seed));
      if (made === null) throw new Error('no encapsulation');
      expect(other.kem.decapsulate(seed, made.enc)).toEqual(made.secret);
      expect(maker.kem.decapsulate(seed, made.enc)).toEqual(made.secret);
      const changed = flip(made.enc, at);
      expect(other.kem.decapsulate(seed, changed)).not.toEqual(made.secret);
      expect(other.kem.decapsulate(seed, changed)).toEqual(maker.kem.decapsulate(seed, changed));
    }
  });
  fc.assert(property, runs(10));
});

describe('Ed25519 verification refuses the same set in both', () => {
  const { Point } = ed25519;
  const order = Point.Fn.ORDER;
  const message = utf8('message');

  /** A signature over `message` with secret scalar and nonce in the open, plus points of small order. */
  function forged(a: bigint, r: bigint, torsionA: string, torsionR: string, plus = 0n) {
    const key = Point.BASE.multiplyUnsafe(a).add(Point.fromHex(torsionA)).toBytes();
    const R = Point.BASE.multiplyUnsafe(r).add(Point.fromHex(torsionR)).toBytes();
    const s = ((r + littleEndian(sha512(concat(R, key, message))) * a) % order) + plus;
    return { key, signature: concat(R, number32(s)) };
  }

  const zero = ED25519_TORSION_SUBGROUP[0] ?? '';
  const cases = [
    ...ED25519_TORSION_SUBGROUP.map((t) => ['key of small order', forged(0n, 77n, t, zero)] as const),
    ...ED25519_TORSION_SUBGROUP.map((t) => ['R of small order', forged(77n, 0n, zero, t)] as const),
    ...ED25519_TORSION_SUBGROUP.slice(1).map(
      (t) => ['R off the subgroup', forged(77n, 78n, zero, t)] as const,
    ),
    ['S not below the order', forged(77n, 78n, zero, zero, order)] as const,
  ];

  test.each(cases)('%s', (_, { key, signature }) => {
    expect(sodium.verify(key, message, signature)).toBe(false);
    expect(nativePrimitives.verify(key, message, signature)).toBe(false);
  });

  test('the forger of these cases makes a good signature when asked for one', () => {
    const { key, signature } = forged(77n, 78n, zero, zero);
    expect(sodium.verify(key, message, signature)).toBe(true);
    expect(nativePrimitives.verify(key, message, signature)).toBe(true);
  });

  test('y not below p, with either sign', () => {
    const { signature } = forged(77n, 78n, zero, zero);
    for (let y = 2n ** 255n - 19n; y < 2n ** 255n; y++) {
      for (const sign of [0n, 2n ** 255n]) {
        expect(sodium.verify(number32(y + sign), message, signature)).toBe(false);
        expect(nativePrimitives.verify(number32(y + sign), message, signature)).toBe(false);
      }
    }
  });

  test('keys off the prime-order subgroup: whatever one says, the other says', () => {
    for (const t of ED25519_TORSION_SUBGROUP.slice(1)) {
      for (let r = 1n; r < 20n; r++) {
        const { key, signature } = forged(77n, r, t, zero);
        expect(sodium.verify(key, message, signature)).toBe(nativePrimitives.verify(key, message, signature));
      }
    }
  });

  test('any bit flipped in key, message or signature', () => {
    const property = fc.property(bytes(32), fc.uint8Array({ minLength: 1 }), fc.nat(), (seed, text, at) => {
      const [key, signature] = [sodium.signKey(seed), sodium.sign(seed, text)];
      for (const p of [sodium, nativePrimitives]) {
        expect(p.verify(key, text, signature)).toBe(true);
        expect(p.verify(flip(key, at), text, signature)).toBe(false);
        expect(p.verify(key, flip(text, at), signature)).toBe(false);
        expect(p.verify(key, text, flip(signature, at))).toBe(false);
      }
    });
    fc.assert(property, runs(50));
  });
});

function flip(input: Uint8Array, at: number): Uint8Array {
  const out = Uint8Array.from(input);
  const bit = at % (out.length * 8);
  out[bit >> 3] = (out[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return out;
}

function littleEndian(input: Uint8Array): bigint {
  return BigInt(`0x${hex(Uint8Array.from(input).reverse())}`);
}

function number32(value: bigint): Uint8Array {
  return fromHex(value.toString(16).padStart(64, '0')).reverse();
}
