import { beforeEach, expect, test } from 'vitest';
import { turnLetterKeys } from '../../../../lib/actions/identity/letterkeys.ts';
import { sendMessage } from '../../../../lib/actions/letters/message.ts';
import { receive } from '../../../../lib/actions/letters/receive.ts';
import type { Service } from '../../../../lib/actions/service.ts';
import { decodeAs } from '../../../../lib/protocol/command.ts';
import { Card } from '../../../../lib/protocol/identity.ts';
import { DAY } from '../../route/world.ts';
import { carry, deviceOf, know, person, sealAll, textsOf, userOf } from '../local.ts';
import { openTown, settle, type Town } from '../town.ts';

const WEEK = 7 * DAY;
let town: Town;
let alice: Service;
let bob: Service;

beforeEach(async () => {
  town = await openTown();
  [alice, bob] = [await person(town.world, 'Alice'), await person(town.world, 'Bob')];
  await settle(alice);
  await know(alice, bob);
  await know(bob, alice);
});

const pass = async (ms: number) => {
  town.world.now += ms;
  town.world.publish();
  await turnLetterKeys(alice);
};

test('a new key each week: Friends by letter, strangers by the card', async () => {
  const before = (await bob.db.devices.get(await deviceOf(alice)))?.letterKeys[0];
  await pass(WEEK);
  await carry(alice, bob);
  const after = (await bob.db.devices.get(await deviceOf(alice)))?.letterKeys[0];
  expect(after?.week).toBe((before?.week ?? 0) + 1);
  await settle(alice);
  const listed = town.id.users.get(await userOf(alice))?.signed.card ?? new Uint8Array();
  expect(decodeAs(Card, listed).letterKeys.map((key) => key.week)).toEqual([after?.week]);
});

test('a letter to an older key is read for 30 days after its successor came, and then by nobody', async () => {
  const write = async (text: string) => {
    await sendMessage(bob, { user: await userOf(alice), text });
    return (await sealAll(bob, alice))[0] ?? new Uint8Array();
  };
  const [early, late] = [await write('early'), await write('late')];
  await pass(WEEK);
  await pass(29 * DAY);
  await receive(alice, 'friends', early);
  expect(await textsOf(alice)).toEqual(['early']);
  await pass(2 * DAY);
  await receive(alice, 'friends', late);
  expect(await textsOf(alice)).toEqual(['early']);
});
