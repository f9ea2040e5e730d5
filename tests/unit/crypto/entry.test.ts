import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, fromHex, hex, utf8 } from '../../../lib/bytes.ts';
import { signInside } from '../../../lib/crypto/author.ts';
import {
  EntryTooLargeError,
  entrySeed,
  openEntry,
  readEntry,
  type Sealing,
  sealEntry,
  type Writing,
  writeEntry,
} from '../../../lib/crypto/entry.ts';
import { checkEntry, entryId, signEntry } from '../../../lib/crypto/outside.ts';
import { derive } from '../../../lib/crypto/tagged.ts';
import { clientPrimitives } from '../../../lib/crypto/xchacha.ts';
import { frame } from '../../../lib/protocol/frame.ts';
import { REACTIONS, type Reactions } from '../../../lib/protocol/inside.ts';
import { SEALED_SIZES } from '../../../lib/protocol/item.ts';
import { runs } from '../fuzzruns.ts';
import { comment, flip, nothingSeen, person, post } from './people.ts';

const p = await clientPrimitives();
const alice = person(p, 'Alice');
const bob = person(p, 'Bob');
const thread = { drop: p.random(32), itemKey: p.random(32) };
const other = { drop: p.random(32), itemKey: p.random(32) };

const writing = (change: Partial<Writing> = {}): Writing => ({
  contentSeed: bob.contentSeed,
  deviceSeed: bob.deviceSeed,
  ...thread,
  gen: 0,
  number: p.random(16),
  rev: 0,
  seen: nothingSeen,
  body: comment('Well said.'),
  ...change,
});

test('XChaCha20-Poly1305 is that of another implementation, and the draft’s first vector', () => {
  const [key, nonce, aad, text] = [p.random(32), p.random(24), utf8('aad'), utf8('text')];
  expect(p.xseal(key, nonce, aad, text)).toEqual(xchacha20poly1305(key, nonce, aad).encrypt(text));
  const sealed = p.xseal(
    fromHex('808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f'),
    fromHex('404142434445464748494a4b4c4d4e4f5051525354555657'),
    fromHex('50515253c0c1c2c3c4c5c6c7'),
    utf8(
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
    ),
  );
  expect(hex(sealed.slice(0, 16))).toBe('bd6d179d3e83d43b9576579493c0e939');
  expect(hex(sealed.slice(-16))).toBe('c0875924c1c7987947deafd8780acf49');
  expect(p.xopen(key, nonce.subarray(1), aad, text)).toBeNull();
  expect(() => p.xseal(key, nonce.subarray(1), aad, text)).toThrow(RangeError);
});

describe('an entry', () => {
  test('is read as it was written', () => {
    const made = writeEntry(p, writing());
    const read = readEntry(p, thread, made);
    expect(read?.body).toEqual(comment('Well said.'));
    expect(read?.device).toEqual(bob.device);
    expect(read?.id).toEqual(entryId(p, made.key, made.number));
    expect(checkEntry(p, thread.drop, made)).toBe(true);
  });

  test('has one of five sizes, whatever it says', () => {
    const property = fc.property(fc.string({ unit: 'grapheme', maxLength: 1500 }), (text) => {
      const { sealed } = writeEntry(p, writing({ body: post(text) }));
      expect(SEALED_SIZES).toContain(sealed.length);
    });
    fc.assert(property, runs(40));
    expect(() => writeEntry(p, writing({ body: post('x'.repeat(9000)) }))).toThrow(EntryTooLargeError);
  });

  test('with any bit other, or cut short, does not open', () => {
    const made = writeEntry(p, writing({ body: comment('x'.repeat(500)) }));
    const at: Sealing = { ...thread, entry: entryId(p, made.key, made.number), rev: 0, gen: 0 };
    expect(openEntry(p, at, made.sealed)).not.toBeNull();
    const property = fc.property(fc.nat(made.sealed.length * 8 - 1), (bit) => {
      const sealed = flip(made.sealed, bit);
      expect(openEntry(p, at, sealed)).toBeNull();
      expect(readEntry(p, thread, { ...made, sealed })).toBeNull();
    });
    fc.assert(property, runs(200));
    expect(openEntry(p, at, made.sealed.subarray(0, 512))).toBeNull();
    expect(openEntry(p, at, new Uint8Array(0))).toBeNull();
  });

  test('opens in its item, entry, revision and generation only, under its key only', () => {
    const made = writeEntry(p, writing());
    const at: Sealing = { ...thread, entry: entryId(p, made.key, made.number), rev: 0, gen: 0 };
    for (const change of [
      { drop: other.drop },
      { itemKey: other.itemKey },
      { entry: p.random(32) },
      { rev: 1 },
      { gen: 1 },
    ])
      expect(openEntry(p, { ...at, ...change }, made.sealed)).toBeNull();
  });

  test('of one thread is nothing in another, even where a reader of both signs it there', () => {
    const made = writeEntry(p, writing());
    expect(readEntry(p, other, made)).toBeNull();
    expect(readEntry(p, { ...thread, drop: other.drop }, made)).toBeNull();
    const mallorySeed = p.random(32);
    const lifted = signEntry(p, mallorySeed, other.drop, made);
    expect(readEntry(p, { ...thread, drop: other.drop }, lifted)).toBeNull();
  });

  test('whose words are repeated in another item, sealed anew, is caught', () => {
    const made = writeEntry(p, writing());
    const opening = readEntry(p, thread, made)?.opening;
    if (opening === undefined) throw new Error('not read');
    const mallory = p.random(32);
    const number = p.random(16);
    const place = { ...other, entry: entryId(p, p.signKey(mallory), number), rev: 0, gen: 0 };
    const sealed = sealEntry(p, place, opening);
    const repeated = signEntry(p, mallory, other.drop, {
      number,
      rev: 0,
      gen: 0,
      lane: 0,
      chunks: 0,
      sealed,
    });
    expect(openEntry(p, place, sealed)).toEqual(opening);
    expect(readEntry(p, other, repeated)).toBeNull();
  });

  test('moved to another revision or number by its own author’s key is caught inside', () => {
    const made = writeEntry(p, writing());
    const opening = readEntry(p, thread, made)?.opening;
    if (opening === undefined) throw new Error('not read');
    const seed = entrySeed(p, bob.contentSeed, thread.drop);
    for (const change of [{ rev: 1 }, { number: p.random(16) }]) {
      const outside = { ...made, ...change };
      const entry = entryId(p, made.key, outside.number);
      const sealed = sealEntry(p, { ...thread, entry, rev: outside.rev, gen: 0 }, opening);
      expect(readEntry(p, thread, signEntry(p, seed, thread.drop, { ...outside, sealed }))).toBeNull();
    }
  });

  test('that is a tombstone has nothing to read', () => {
    const made = writeEntry(p, writing());
    const gone = { by: 'author' as const, key: made.key, sig: p.random(64) };
    expect(readEntry(p, thread, { ...made, at: 1, mod: 2, gone })).toBeNull();
  });

  test('of an author’s card and of reactions has its own number, lane and size', () => {
    const card = writeEntry(p, writing({ body: bob.card }));
    expect([hex(card.number), card.lane]).toEqual(['00'.repeat(16), 0]);
    const to: Reactions['to'] = Array.from({ length: 8 }, (_, i) => [
      p.random(32),
      REACTIONS[i % 7] ?? 'like',
    ]);
    const most: Reactions = { is: 'reactions', when: 2 ** 43, to };
    for (const body of [most, { ...most, to: [] }]) {
      const seen = { ...nothingSeen, atRev: 2 ** 30 };
      const reactions = writeEntry(p, writing({ body, rev: 100_000, seen }));
      expect([hex(reactions.number), reactions.lane, reactions.sealed.length]).toEqual([
        '01'.repeat(16),
        1,
        1024,
      ]);
      expect(readEntry(p, thread, reactions)?.body).toEqual(body);
    }
  });
});

test('one sealed string that opens under two keys cannot be made: the key is committed to', () => {
  // Poly1305 does not bind the key: with both keys known a forger can make one tag fit both. Here a forged string is
  // simply sealed under each key in turn; whichever commitment stands there, the other key is refused before decryption.
  const entry = p.random(32);
  const at = (itemKey: Uint8Array): Sealing => ({ drop: thread.drop, itemKey, entry, rev: 0, gen: 0 });
  const [one, two] = [p.random(32), p.random(32)];
  const place = { drop: thread.drop, entry, rev: 0 };
  const inside = signInside(p, bob.deviceSeed, place, nothingSeen, comment('for one'));
  const sealed = sealEntry(p, at(one), inside);
  const nonce = sealed.slice(0, 24);
  const keyOf = (itemKey: Uint8Array) => {
    const secret = derive(p, 'entry secret', itemKey, entry, 32, 0, 0);
    return derive(p, 'entry seal', secret, nonce, 64);
  };
  const aad = frame('entry', thread.drop, entry, 0, 0);
  const plain = p.xopen(keyOf(one).slice(0, 32), nonce, aad, sealed.slice(56));
  if (plain === null) throw new Error('not opened');
  const forTwo = p.xseal(keyOf(two).slice(0, 32), nonce, aad, plain);
  const crafted = concat(nonce, keyOf(one).slice(32), forTwo);
  expect(openEntry(p, at(one), sealed)).toEqual(inside);
  expect(openEntry(p, at(two), sealed)).toBeNull();
  expect(openEntry(p, at(two), crafted)).toBeNull();
  expect(openEntry(p, at(one), crafted)).toBeNull();
  expect(openEntry(p, at(two), concat(nonce, keyOf(two).slice(32), forTwo))).toEqual(inside);
});

test('the padding is zeros and nothing hides in it', () => {
  const entry = p.random(32);
  const at: Sealing = { ...thread, entry, rev: 0, gen: 0 };
  const inside = signInside(p, alice.deviceSeed, { ...thread, entry, rev: 0 }, nothingSeen, comment('short'));
  const sealed = sealEntry(p, at, inside);
  const nonce = sealed.slice(0, 24);
  const both = derive(p, 'entry seal', derive(p, 'entry secret', thread.itemKey, entry, 32, 0, 0), nonce, 64);
  const aad = frame('entry', thread.drop, entry, 0, 0);
  const plain = p.xopen(both.slice(0, 32), nonce, aad, sealed.slice(56));
  if (plain === null) throw new Error('not opened');
  plain[plain.length - 1] = 1;
  const stuffed = concat(nonce, both.slice(32), p.xseal(both.slice(0, 32), nonce, aad, plain));
  expect(openEntry(p, at, stuffed)).toBeNull();
});
