import { expect, test } from 'vitest';
import { CardError, checkLetterKey, checkSignedCard, checkWord } from '../../../lib/crypto/card.ts';
import {
  accountOf,
  certifyDevice,
  checkCard,
  contentSeed,
  giveWord,
  makeLetterKey,
  signCard,
  vaultKey,
  weekOf,
} from '../../../lib/crypto/identity.ts';
import { safetyNumber } from '../../../lib/crypto/safety.ts';
import { sodiumPrimitives } from '../../../lib/crypto/sodium.ts';
import type { Card } from '../../../lib/protocol/identity.ts';
import { person } from './people.ts';

const p = await sodiumPrimitives();
const [alice, bob] = [person(p, 'Alice'), person(p, 'Bob')];
const card: Card = {
  account: alice.account.key,
  name: 'Alice Example',
  number: 0,
  seed: 0,
  devices: [alice.certificate],
  revoked: [],
  letterKeys: [makeLetterKey(p, alice.deviceSeed, 2900).key],
};
const second = p.random(32);
const secondCertificate = certifyDevice(p, alice.account.seed, {
  device: p.signKey(second),
  number: 1,
  seed: 1,
  day: 20_001,
});

test('all keys of a person come from the root and differ', () => {
  const keys = [
    accountOf(p, alice.root).seed,
    vaultKey(p, alice.root),
    contentSeed(p, alice.root, 0),
    contentSeed(p, alice.root, 1),
  ];
  expect(new Set(keys.map(String)).size).toBe(4);
  expect(accountOf(p, alice.root).user).toEqual(alice.account.user);
});

test('a card that was made is taken by whoever checks it', () => {
  const signed = signCard(p, alice.account.seed, card);
  expect(checkSignedCard(p, signed, null)).toEqual(card);
  expect(checkCard(p, signed, null)).toEqual(card);
  expect(checkCard(p, signed, card)).toEqual(card);
});

test('a Friend takes a newer card, though some between were missed, and no older one', () => {
  const later: Card = { ...card, number: 5, devices: [alice.certificate, secondCertificate], seed: 1 };
  const byDevice = signCard(p, second, later);
  expect(checkCard(p, byDevice, card).number).toBe(5);
  expect(() => checkCard(p, signCard(p, alice.account.seed, card), later)).toThrow(CardError);
  expect(() => checkCard(p, signCard(p, alice.account.seed, { ...later, about: 'other' }), later)).toThrow(
    CardError,
  );
});

test('what was revoked stays revoked, and a stolen device cannot sign itself back', () => {
  const revoked: Card = {
    ...card,
    number: 1,
    seed: 1,
    devices: [secondCertificate],
    revoked: [alice.device],
    letterKeys: [],
  };
  expect(checkCard(p, signCard(p, alice.account.seed, revoked), card).number).toBe(1);
  const back: Card = { ...card, number: 2, seed: 1 };
  expect(() => checkCard(p, signCard(p, alice.deviceSeed, back), revoked)).toThrow(CardError);
  const byThief = signCard(p, alice.deviceSeed, { ...revoked, number: 2 });
  expect(() => checkCard(p, byThief, revoked)).toThrow(CardError);
  const older = { ...revoked, number: 2, seed: 0, devices: [{ ...secondCertificate, seed: 0 }] };
  expect(() => checkCard(p, signCard(p, alice.account.seed, older), revoked)).toThrow(CardError);
});

test('another account is never the same person', () => {
  const bobs: Card = {
    ...card,
    account: bob.account.key,
    devices: [bob.certificate],
    letterKeys: [],
    number: 1,
  };
  expect(() => checkCard(p, signCard(p, bob.account.seed, bobs), card)).toThrow(CardError);
});

test('a letter key is its device’s, for its week', () => {
  const { secret, key } = makeLetterKey(p, alice.deviceSeed, 2900);
  expect(p.kem.publicKey(secret)).toEqual(key.pk);
  expect(checkLetterKey(p, key)).toBe(true);
  expect(checkLetterKey(p, { ...key, week: 2901 })).toBe(false);
  expect(checkLetterKey(p, { ...key, device: bob.device })).toBe(false);
  expect([weekOf(0), weekOf(7 * 86_400_000 - 1), weekOf(7 * 86_400_000)]).toEqual([0, 0, 1]);
});

test('a word holds for one question at one server', () => {
  const said = { server: p.random(32), command: 'id.leave', minute: 7, args: Uint8Array.of(0xa0) };
  const word = giveWord(p, { user: alice.account.user, deviceSeed: alice.deviceSeed }, said);
  expect(checkWord(p, card, word, said)).toBe(true);
  expect(checkWord(p, card, word, { ...said, command: 'id.report' })).toBe(false);
  expect(checkWord(p, card, word, { ...said, minute: 8 })).toBe(false);
  expect(checkWord(p, card, word, { ...said, server: p.random(32) })).toBe(false);
});

test('a safety number is 60 digits, the same for both sides, another for every other pair', () => {
  const number = safetyNumber(p, alice.account.key, bob.account.key);
  expect(number).toMatch(/^(\d{5} ){11}\d{5}$/);
  expect(safetyNumber(p, bob.account.key, alice.account.key)).toBe(number);
  expect(safetyNumber(p, p.signKey(p.random(32)), bob.account.key)).not.toBe(number);
});
