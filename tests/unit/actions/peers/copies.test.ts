import { afterEach, beforeEach, expect, test } from 'vitest';
import { sendMessage } from '../../../../lib/actions/letters/message.ts';
import { usePeers } from '../../../../lib/actions/peers/usepeers.ts';
import type { Service } from '../../../../lib/actions/service.ts';
import { copyOf, textsOf, userOf } from '../local.ts';
import { befriend, calm, connect, FakeHelper, openStreet, type Street, withHelper } from './street.ts';

let street: Street;
let alice: Service;
let twin: Service;
let bob: Service;
let twins: FakeHelper;

beforeEach(async () => {
  street = await openStreet();
  const [a, b] = [await withHelper(street, 'Alice'), await withHelper(street, 'Bob')];
  [alice, bob] = [a.service, b.service];
  await befriend(street, alice, bob);
  // the whole profile, keys and all, on another machine with a helper of its own
  twin = await copyOf(street.world, alice);
  twins = new FakeHelper('/ip4/10.0.0.2/tcp/1/p2p/Twin');
  await connect(twin, twins);
});
afterEach(async () => {
  for (const one of [alice, twin, bob]) await usePeers(one, null);
});

const write = async (from: Service, to: Service, text: string) =>
  await sendMessage(from, { user: await userOf(to), text });

test('a profile copied to another machine: the Friend gets every letter of both, by helper, in turns', async () => {
  for (let i = 0; i < 4; i++) {
    await write(alice, bob, `first machine ${i}`);
    await calm(street, alice);
    await write(twin, bob, `second machine ${i}`);
    await calm(street, twin, bob);
    await write(bob, alice, `answer ${i}`);
    await calm(street, bob, alice, twin);
  }
  const all = [0, 1, 2, 3].flatMap((i) => [`first machine ${i}`, `second machine ${i}`]).sort();
  expect(await textsOf(bob)).toEqual(all);
  // what the Friend answers reaches this person, on the one machine or the other
  const answers = new Set([...(await textsOf(alice)), ...(await textsOf(twin))]);
  expect([...answers].sort()).toEqual([0, 1, 2, 3].map((i) => `answer ${i}`));
});

test('a copy that hears what the other one wrote says so to the user', async () => {
  await write(twin, bob, 'from there');
  await calm(street, twin, bob);
  await write(alice, bob, 'from here');
  await calm(street, alice, bob);
  await write(bob, alice, 'which of you?');
  await calm(street, bob, alice, twin);
  expect(await twin.db.warnings.toArray()).toMatchObject([{ is: 'copy' }]);
});

test('both at once, in the same moment: nothing is lost at the Friend', async () => {
  await Promise.all([write(alice, bob, 'one'), write(twin, bob, 'two'), write(alice, bob, 'three')]);
  await calm(street, alice, twin, bob);
  await write(bob, alice, 'got them');
  await calm(street, bob, alice, twin);
  await Promise.all([write(alice, bob, 'four'), write(twin, bob, 'five')]);
  await calm(street, alice, twin, bob);
  expect(await textsOf(bob)).toEqual(['five', 'four', 'one', 'three', 'two']);
});
