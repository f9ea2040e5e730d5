import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sendMessage } from '../../../../lib/actions/letters/message.ts';
import { receivePeer } from '../../../../lib/actions/peers/receivepeer.ts';
import { usePeers } from '../../../../lib/actions/peers/usepeers.ts';
import type { Service } from '../../../../lib/actions/service.ts';
import { sealLetter } from '../../../../lib/crypto/letter.ts';
import { deviceOf, know, sealAll, textsOf, userOf } from '../local.ts';
import { befriend, type FakeHelper, openStreet, type Street, withHelper } from './street.ts';

let street: Street;
let alice: Service;
let bob: Service;
let his: FakeHelper;

beforeEach(async () => {
  street = await openStreet();
  const [a, b] = [await withHelper(street, 'Alice'), await withHelper(street, 'Bob')];
  [alice, bob, his] = [a.service, b.service, b.helper];
  await befriend(street, alice, bob);
  await usePeers(alice, null);
});
afterEach(() => usePeers(bob, null));

/** All rows of a database, to be compared. */
const allOf = async ({ db }: Service) =>
  Object.fromEntries(await Promise.all(db.tables.map(async (one) => [one.name, await one.toArray()])));

const sealedBy = async (from: Service, text: string): Promise<Uint8Array> => {
  street.world.now += 1_000;
  await sendMessage(from, { user: await userOf(bob), text });
  return (await sealAll(from, bob)).at(-1) ?? new Uint8Array();
};

test('garbage, a changed byte, another size, a letter to somebody else: nothing changes, and the helper may drop it', async () => {
  const letter = await sealedBy(alice, 'hello');
  const mallorysKey = bob.p.kem.publicKey(bob.random(32));
  const { signed } = (await alice.db.lettersOut.toArray()).at(-1) ?? {};
  const toAnother = signed && sealLetter(alice.p, mallorysKey, signed);
  const before = await allOf(bob);
  for (const one of [
    new Uint8Array(0),
    bob.random(2048),
    bob.random(8192),
    letter.slice(0, -1),
    letter.with(20, 1 ^ (letter[20] ?? 0)),
    letter.with(letter.length - 1, 1 ^ (letter.at(-1) ?? 0)),
    toAnother ?? new Uint8Array(),
  ])
    await receivePeer(bob, one);
  expect(await allOf(bob)).toEqual(before);
});

test('a letter of somebody who is no Friend changes nothing, be it signed and sealed as it should', async () => {
  const { service: mallory } = await withHelper(street, 'Mallory');
  await know(mallory, bob);
  const letter = await sealedBy(mallory, 'you do not know me');
  const before = await allOf(bob);
  await receivePeer(bob, letter);
  expect(await allOf(bob)).toEqual(before);
  await usePeers(mallory, null);
});

test('a replayed letter is read once, letters out of order are all read', async () => {
  const first = await sealedBy(alice, 'first');
  const second = await sealedBy(alice, 'second');
  await Promise.all([second, second, first, first].map((one) => receivePeer(bob, one)));
  expect(await textsOf(bob)).toEqual(['first', 'second']);
});

test('a database that fails keeps the letter at the helper, and it is read when brought again', async () => {
  const letter = await sealedBy(alice, 'kept');
  const failing = vi.spyOn(bob.db, 'atomically').mockRejectedValueOnce(new Error('the disk failed'));
  his.inbox.push(letter);
  await expect(receivePeer(bob, letter)).rejects.toThrow('the disk failed');
  expect(await textsOf(bob)).toEqual([]);
  failing.mockRestore();
  await his.bring();
  expect(await textsOf(bob)).toEqual(['kept']);
});

test('addresses of a device count by their number, whichever letter comes first', async () => {
  const device = await deviceOf(alice);
  const word = async (number: number, at: string) => {
    await alice.db.eventsOut.add({
      device: await deviceOf(bob),
      user: await userOf(bob),
      event: { is: 'address', number, addresses: [at] },
    });
    return (await sealAll(alice, bob)).at(-1) ?? new Uint8Array();
  };
  const number = street.world.now + 10_000;
  const [old, newer] = [await word(number, 'old'), await word(number + 1, 'newer')];
  await receivePeer(bob, newer);
  await receivePeer(bob, old);
  expect((await bob.db.devices.get(device))?.addresses).toEqual(['newer']);
});
