import { describe, expect, test } from 'vitest';
import { utf8 } from '../../../lib/bytes.ts';
import {
  CardError,
  checkCertificate,
  checkSignedCard,
  checkWord,
  openCard,
  userOf,
} from '../../../lib/crypto/card.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { signTagged } from '../../../lib/crypto/tagged.ts';
import { findWork, hasWork } from '../../../lib/crypto/work.ts';
import { encode } from '../../../lib/protocol/codec.ts';
import { MalformedError } from '../../../lib/protocol/errors.ts';
import type { Card, DeviceCertificate, SignedCard } from '../../../lib/protocol/identity.ts';

const seed = (n: number) => new Uint8Array(32).fill(n);
const account = seed(1);
const [phone, laptop] = [seed(2), seed(3)];

function certificate(device: Uint8Array, by = account, user = userOf(p, p.signKey(by))): DeviceCertificate {
  const key = p.signKey(device);
  return {
    user,
    device: key,
    number: 1,
    seed: 0,
    day: 9,
    sig: signTagged(p, by, 'device', user, key, 1, 0, 9),
  };
}

function card(changes: Partial<Card> = {}): Card {
  return {
    account: p.signKey(account),
    name: 'Alice',
    number: 0,
    seed: 0,
    devices: [certificate(phone)],
    revoked: [],
    letterKeys: [letterKey(phone)],
    ...changes,
  };
}

function letterKey(device: Uint8Array, by = device) {
  const [key, pk] = [p.signKey(device), new Uint8Array(1216).fill(7)];
  return { device: key, week: 2, pk, sig: signTagged(p, by, 'letter key', key, 2, pk) };
}

function sign(value: unknown, by = account): SignedCard {
  const bytes = encode(value);
  return { card: bytes, by: p.signKey(by), sig: signTagged(p, by, 'card', bytes) };
}

describe('a card alone', () => {
  test('holds by the account key and by its own device', () => {
    expect(openCard(p, sign(card())).name).toBe('Alice');
    expect(openCard(p, sign(card(), phone)).number).toBe(0);
  });

  test.each<[string, SignedCard, string]>([
    ['a stranger signs', sign(card(), laptop), 'forbidden'],
    ['another wrote the signature', { ...sign(card()), sig: sign(card(), laptop).sig }, 'forbidden'],
    ['words changed after signing', { ...sign(card()), card: encode(card({ about: 'x' })) }, 'forbidden'],
    [
      'a device of nobody',
      sign(card({ devices: [certificate(phone, laptop, userOf(p, p.signKey(account)))] })),
      'forbidden',
    ],
    ['a device of another account', sign(card({ devices: [certificate(phone, laptop)] })), 'forbidden'],
    ['a device twice', sign(card({ devices: [certificate(phone), certificate(phone)] })), 'forbidden'],
    ['a revoked device', sign(card({ revoked: [p.signKey(phone)] })), 'forbidden'],
    ['a letter key of a foreign device', sign(card({ letterKeys: [letterKey(laptop)] })), 'forbidden'],
    ['a letter key signed by another', sign(card({ letterKeys: [letterKey(phone, laptop)] })), 'forbidden'],
    ['a name in mixed scripts', sign(card({ name: 'Аlice' })), 'name-refused'],
  ])('%s', (_, signed, code) => {
    expect(() => openCard(p, signed)).toThrow(expect.objectContaining({ name: 'CardError', code }));
  });

  test('what is no card is malformed', () => {
    expect(() => openCard(p, sign({ ...card(), extra: 1 }))).toThrow(MalformedError);
    expect(() => openCard(p, sign(card({ devices: [] })))).toThrow(MalformedError);
  });
});

describe('a card and the one before', () => {
  const first = card();
  const two = [certificate(phone), certificate(laptop)];

  test('the first has number 0 and is signed by the account key', () => {
    expect(checkSignedCard(p, sign(first), null)).toMatchObject({ number: 0 });
    expect(() => checkSignedCard(p, sign(first, phone), null)).toThrow(CardError);
    expect(() => checkSignedCard(p, sign(card({ number: 1 })), null)).toThrow(CardError);
  });

  test('a device changes the profile, the account key changes devices', () => {
    expect(checkSignedCard(p, sign(card({ number: 1, about: 'hi' }), phone), first).about).toBe('hi');
    expect(checkSignedCard(p, sign(card({ number: 1, devices: two })), first).devices).toHaveLength(2);
    expect(
      checkSignedCard(
        p,
        sign(
          card({
            number: 2,
            devices: [two[1] ?? two[0]] as DeviceCertificate[],
            revoked: [p.signKey(phone)],
            seed: 1,
            letterKeys: [],
          }),
        ),
        card({ number: 1, devices: two }),
      ).seed,
    ).toBe(1);
  });

  test.each<[string, SignedCard, Card, string]>([
    ['a device adds a device', sign(card({ number: 1, devices: two }), phone), first, 'forbidden'],
    ['a new device vouches for itself', sign(card({ number: 1, devices: two }), laptop), first, 'forbidden'],
    ['a device raises the seed', sign(card({ number: 1, seed: 1 }), phone), first, 'forbidden'],
    ['a number is left out', sign(card({ number: 2 })), first, 'conflict'],
    ['the same number again', sign(card({ about: 'x' })), first, 'conflict'],
    ['another name', sign(card({ number: 1, name: 'Alicia' })), first, 'conflict'],
    ['the seed goes back', sign(card({ number: 1 })), card({ seed: 1 }), 'conflict'],
    [
      'a revocation is forgotten',
      sign(card({ number: 1 })),
      card({ revoked: [p.signKey(laptop)] }),
      'conflict',
    ],
    [
      'another account',
      sign(
        {
          ...card({ number: 1, devices: [certificate(phone, laptop)], letterKeys: [] }),
          account: p.signKey(laptop),
        },
        laptop,
      ),
      first,
      'forbidden',
    ],
  ])('%s', (_, signed, before, code) => {
    expect(() => checkSignedCard(p, signed, before)).toThrow(
      expect.objectContaining({ name: 'CardError', code }),
    );
  });
});

test('a certificate is for its own user', () => {
  expect(checkCertificate(p, p.signKey(account), certificate(phone))).toBe(true);
  expect(checkCertificate(p, p.signKey(laptop), certificate(phone))).toBe(false);
  expect(checkCertificate(p, p.signKey(account), { ...certificate(phone), seed: 1 })).toBe(false);
});

test('a word holds for its server, command, minute and arguments only', () => {
  const [server, args] = [seed(9), utf8('args')];
  const user = userOf(p, p.signKey(account));
  const sig = signTagged(p, phone, 'word', server, 'id.leave', 5, args);
  const word = { user, device: p.signKey(phone), sig };
  const said = { server, command: 'id.leave', minute: 5, args };
  expect(checkWord(p, card(), word, said)).toBe(true);
  expect(checkWord(p, card(), word, { ...said, server: seed(8) })).toBe(false);
  expect(checkWord(p, card(), word, { ...said, command: 'id.report' })).toBe(false);
  expect(checkWord(p, card(), word, { ...said, minute: 6 })).toBe(false);
  expect(checkWord(p, card(), word, { ...said, args: utf8('other') })).toBe(false);
  expect(checkWord(p, card(), { ...word, user: seed(7) }, said)).toBe(false);
  expect(checkWord(p, card({ devices: [certificate(laptop)] }), word, said)).toBe(false);
});

test('work holds for one thing', async () => {
  const work = await findWork(p, seed(1), 10, 77);
  expect(hasWork(p, seed(1), work, 10)).toBe(true);
  expect(hasWork(p, seed(1), work, 60)).toBe(false);
  expect(hasWork(p, seed(1), work.subarray(1), 0)).toBe(false);
  const others = Array.from({ length: 40 }, (_, n) => hasWork(p, seed(n + 2), work, 10));
  expect(others.filter(Boolean).length).toBeLessThan(5);
});
