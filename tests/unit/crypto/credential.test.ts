import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { concat, hex, utf8 } from '../../../lib/bytes.ts';
import {
  blindBatch,
  boundOf,
  checkSpend,
  deedHash,
  epochKey,
  finishBatch,
  issueBatch,
  spend,
  type Token,
} from '../../../lib/crypto/credential.ts';
import { nativePrimitives as server } from '../../../lib/crypto/native.ts';
import { isScalar, isZero, ristretto } from '../../../lib/crypto/ristretto.ts';
import { sodiumPrimitives } from '../../../lib/crypto/sodium.ts';
import { runs } from '../fuzzruns.ts';
import { flip, there } from './world.ts';

const client = await sodiumPrimitives();
const g = await ristretto(1);
const EPOCH = 20_000;
const seed = new Uint8Array(32).fill(3);
const key = epochKey(g, seed, EPOCH);
const here = server.random(32);
const originOf = (contentSeed: Uint8Array) => ({ contentSeed, epoch: EPOCH, pk: key.publicKey });
const deed = deedHash(client, 'content.append', { drop: new Uint8Array(32), text: 'hello' });

/** A fresh user's batch, issued under a key. */
function issue(count: number, under = key) {
  const { batch, blinded } = blindBatch(g, client, originOf(server.random(32)), count);
  return { batch, blinded, issued: there(issueBatch(g, under, blinded)) };
}

describe('issuing', () => {
  test('100 at once, one proof, 32 bytes each; every token is good once finished', () => {
    const { batch, blinded, issued } = issue(100);
    expect(blinded).toHaveLength(3200);
    expect(issued.elements).toHaveLength(3200);
    expect(issued.proof).toHaveLength(64);
    const tokens = there(finishBatch(g, key.publicKey, batch, issued));
    expect(new Set(tokens.map((one) => hex(one.nonce))).size).toBe(100);
    for (const token of [there(tokens[0]), there(tokens[99])]) {
      const { nonce, mac, salt } = spend(client, token, here, deed);
      expect(
        checkSpend(g, server, key.secret, here, { nonce, mac, bound: boundOf(server, salt, deed) }),
      ).toBe(true);
    }
  });

  test('a key of one’s own, made to be recognised later, is caught before any token is used', () => {
    const { batch, issued } = issue(3, epochKey(g, new Uint8Array(32).fill(9), EPOCH));
    expect(finishBatch(g, key.publicKey, batch, issued)).toBeNull();
  });

  test('another batch’s answer, a short one, or none', () => {
    const { batch, issued } = issue(3);
    expect(finishBatch(g, key.publicKey, batch, issue(3).issued)).toBeNull();
    expect(
      finishBatch(g, key.publicKey, batch, { ...issued, elements: issued.elements.subarray(32) }),
    ).toBeNull();
    expect(
      finishBatch(g, key.publicKey, batch, { ...issued, elements: issued.elements.subarray(1) }),
    ).toBeNull();
    expect(finishBatch(g, key.publicKey, batch, { ...issued, elements: new Uint8Array(0) })).toBeNull();
    expect(finishBatch(g, key.publicKey, batch, { ...issued, proof: new Uint8Array(64) })).toBeNull();
  });

  test('blinded bytes that are no elements are not issued for', () => {
    const { blinded } = issue(2);
    const bad = [new Uint8Array(0), blinded.subarray(1), new Uint8Array(32), new Uint8Array(32).fill(255)];
    for (const bytes of bad) expect(issueBatch(g, key, bytes)).toBeNull();
    expect(issueBatch(g, key, concat(blinded, new Uint8Array(32)))).toBeNull();
  });

  test('what is sent when issuing has nothing of what is sent when spending', () => {
    const { batch, blinded, issued } = issue(5);
    const tokens = there(finishBatch(g, key.publicKey, batch, issued));
    const log = hex(concat(blinded, issued.elements, issued.proof));
    for (const token of tokens) {
      const spent = spend(client, token, here, deed);
      for (const part of [spent.nonce, spent.mac, spent.salt]) expect(log).not.toContain(hex(part));
    }
  });

  test('each epoch has its own key, the same for the same secret', () => {
    expect(epochKey(g, seed, EPOCH)).toEqual(key);
    expect(epochKey(g, seed, EPOCH + 1).publicKey).not.toEqual(key.publicKey);
  });
});

describe('the devices of a user', () => {
  const contentSeed = new Uint8Array(32).fill(7);
  const mine = originOf(contentSeed);
  const asked = (origin: Parameters<typeof blindBatch>[2], count = 20) =>
    blindBatch(g, client, origin, count);
  const nonces = (origin: typeof mine, count?: number) =>
    asked(origin, count).batch.requests.map((one) => hex(one.input));

  test('ask the same, and have the same credentials of one answer', () => {
    const [first, second] = [asked(mine), asked(mine)];
    expect(second.blinded).toEqual(first.blinded);
    const issued = there(issueBatch(g, key, first.blinded));
    expect(finishBatch(g, key.publicKey, second.batch, issued)).toEqual(
      finishBatch(g, key.publicKey, first.batch, issued),
    );
  });

  test('have the first twenty of the hundred while the account is new', () => {
    expect(nonces(mine, 100).slice(0, 20)).toEqual(nonces(mine, 20));
  });

  test('of other users, of another content seed, epoch or epoch key, ask nothing that is the same', () => {
    const others = [
      mine,
      originOf(flip(contentSeed, 0)),
      { ...mine, epoch: EPOCH + 1 },
      { ...mine, pk: epochKey(g, seed, EPOCH + 1).publicKey },
    ];
    const seen = others.flatMap((origin) =>
      asked(origin).batch.requests.flatMap(({ input, blind, element }) => [input, blind, element].map(hex)),
    );
    expect(new Set(seen).size).toBe(others.length * 20 * 3);
  });

  test('blind with scalars that are whole: below the order, never 0, all over it', () => {
    const blinds = asked(mine, 100).batch.requests.map((one) => one.blind);
    expect(blinds.every((one) => isScalar(g, one) && !isZero(one))).toBe(true);
    // the order is a little over 2^252: of uniform scalars half are above 2^251
    const large = blinds.filter((one) => (one[31] ?? 0) >= 8).length;
    expect(large).toBeGreaterThan(30);
    expect(large).toBeLessThan(70);
  });
});

describe('spending', () => {
  let token: Token;
  beforeAll(() => {
    const { batch, issued } = issue(2);
    token = there(there(finishBatch(g, key.publicKey, batch, issued))[0]);
  });

  /** What the ID server says to a content server's question. */
  function asks(at: Uint8Array, paid: Uint8Array, credential: ReturnType<typeof spend>, secret = key.secret) {
    const { nonce, mac, salt } = credential;
    return checkSpend(g, server, secret, at, { nonce, mac, bound: boundOf(server, salt, paid) });
  }

  test('is good for this server and this deed only', () => {
    const credential = spend(client, token, here, deed);
    expect(credential.epoch).toBe(EPOCH);
    expect(asks(here, deed, credential)).toBe(true);
    expect(asks(server.random(32), deed, credential)).toBe(false);
    expect(asks(here, deedHash(server, 'content.append', { text: 'other' }), credential)).toBe(false);
    expect(asks(here, deed, credential, epochKey(g, seed, EPOCH + 1).secret)).toBe(false);
  });

  test('with any bit of nonce, MAC or salt flipped, or a short MAC, is worth nothing', () => {
    const credential = spend(client, token, here, deed);
    const property = fc.property(fc.nat(), (bit) => {
      expect(asks(here, deed, { ...credential, nonce: flip(credential.nonce, bit) })).toBe(false);
      expect(asks(here, deed, { ...credential, mac: flip(credential.mac, bit) })).toBe(false);
      expect(asks(here, deed, { ...credential, salt: flip(credential.salt, bit) })).toBe(false);
    });
    fc.assert(property, runs(20));
    expect(asks(here, deed, { ...credential, mac: credential.mac.subarray(1) })).toBe(false);
  });

  test('twice for one deed shows two salts, so that the deed cannot be guessed from what the ID server sees', () => {
    const [a, b] = [spend(client, token, here, deed), spend(client, token, here, deed)];
    expect(a.salt).not.toEqual(b.salt);
    expect(boundOf(client, a.salt, deed)).not.toEqual(boundOf(client, b.salt, deed));
  });

  test('the deed’s hash is over command and arguments, whatever their order, but not over the credential', () => {
    const credential = spend(client, token, here, deed);
    const args = { drop: new Uint8Array(32), text: 'hello' };
    expect(deedHash(server, 'content.append', { text: 'hello', credential, drop: args.drop })).toEqual(deed);
    expect(deedHash(server, 'content.create', args)).not.toEqual(deed);
    expect(deedHash(server, 'content.append', { ...args, text: utf8('hello') })).not.toEqual(deed);
  });
});
