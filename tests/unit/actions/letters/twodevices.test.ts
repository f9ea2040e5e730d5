import { beforeEach, expect, test } from 'vitest';
import { acceptFriend } from '../../../../lib/actions/friends/accept.ts';
import { askFriend } from '../../../../lib/actions/friends/request.ts';
import { createIdentity } from '../../../../lib/actions/identity/create.ts';
import { sendMessage } from '../../../../lib/actions/letters/message.ts';
import type { Service } from '../../../../lib/actions/service.ts';
import { restore } from '../../../../lib/actions/vault/restore.ts';
import { hex } from '../../../../lib/bytes.ts';
import { read } from '../../../../lib/protocol/commands/content.ts';
import { next } from '../../route/question.ts';
import { DAY } from '../../route/world.ts';
import { local, person, textsOf, userOf } from '../local.ts';
import { connect, FakeHelper, handed } from '../peers/street.ts';
import { openTown, settle, type Town } from '../town.ts';

const BIRTH = { year: 1990, month: 1, day: 1 };
/** What a vault would bring to the second device. */
const KEPT = ['friends', 'devices', 'mailboxes'];

let town: Town;
let bob: Service;
/** Two devices of Alice. */
let first: Service;
let second: Service;
let phrase: string;

beforeEach(async () => {
  town = await openTown();
  first = await local(town.world);
  ({ phrase } = await createIdentity(first, { name: 'Alice', birth: BIRTH }));
  bob = await person(town.world, 'Bob');
  await settle(first, bob);
  await askFriend(first, { user: await userOf(bob) });
  await settle(first, bob);
  await acceptFriend(bob, { user: await userOf(first), wallFrom: null });
  await settle(first, bob);
  second = await another();
  await settle(second, bob);
});

/** A new device of Alice, which has told nobody yet. */
async function another(): Promise<Service> {
  const device = await local(town.world);
  for (const name of KEPT) await device.db.table(name).bulkPut(await first.db.table(name).toArray());
  await restore(device, { phrase });
  return device;
}

const write = async (text: string) => {
  town.world.now += 1_000;
  await sendMessage(bob, { user: await userOf(first), text });
  await settle(bob);
};

/** Letters in the mailbox both devices of Alice ask. */
async function lying(): Promise<number> {
  const box = await first.db.mailboxes.get('friends');
  return town.content.items.get(hex(box?.drop ?? new Uint8Array()))?.entries.size ?? 0;
}

/** Time passes, and the network goes on. */
function passDays(days: number): void {
  const { world } = town;
  world.now += days * DAY;
  world.file = next(world.file, { issued: world.now, expires: world.now + 14 * DAY });
  world.publish();
}

/** How often the mailbox is read while `work` is done. */
async function countReads(work: () => Promise<void>): Promise<number> {
  const { handler } = town.world;
  let count = 0;
  town.world.handler = (args, command, minute, name) => {
    if (command === read.name) count += 1;
    return handler(args, command, minute, name);
  };
  await work();
  town.world.handler = handler;
  return count;
}

test('two devices of one user share a mailbox: each gets what is for it, whoever looks first', async () => {
  await write('to both of you');
  await settle(first);
  await settle(second);
  expect(await textsOf(first)).toEqual(['to both of you']);
  expect(await textsOf(second)).toEqual(['to both of you']);
  await write('and again');
  await settle(second);
  await settle(first);
  expect(await textsOf(first)).toEqual(['and again', 'to both of you']);
  expect(await textsOf(second)).toEqual(['and again', 'to both of you']);
  expect(await lying()).toBe(0);
});

test('a letter for a device that is not there any more is read once by the others, and gone after two weeks', async () => {
  for (let i = 0; i < 20; i++) await write(`number ${i}`);
  await settle(first);
  expect(await lying()).toBe(20);
  const reads = await countReads(async () => {
    await settle(first);
  });
  // one page of each mailbox
  expect(reads).toBe(2);
  passDays(8);
  await settle(first);
  expect(await lying()).toBe(20);
  passDays(8);
  await settle(first);
  expect(await lying()).toBe(0);
});

test('what nobody can open keeps no letter from being read', async () => {
  const box = await first.db.mailboxes.get('friends');
  const item = town.content.items.get(hex(box?.drop ?? new Uint8Array()));
  const flood = (count: number) => {
    for (let i = 0; i < count && item !== undefined; i++) {
      const at = ++item.rev;
      const entry = { key: first.random(32), number: first.random(16), rev: 0, gen: 0, lane: 0, chunks: 0 };
      const sealed = { sealed: first.random(512), sig: new Uint8Array(64) };
      item.entries.set(`flood ${at}`, { ...entry, ...sealed, at, mod: at });
    }
  };
  flood(20);
  await write('between');
  flood(80);
  await write('above');
  await settle(first, second);
  expect(await textsOf(first)).toEqual(['above', 'between']);
  expect(await textsOf(second)).toEqual(['above', 'between']);
});

test('what a new device says by helper, while its contact card waits in the mailbox, is not lost', async () => {
  const helper = new FakeHelper('Bob');
  await connect(bob, helper);
  const third = await another();
  await settle(third);
  await third.db.devices.toCollection().modify({ addresses: ['Bob'] });
  await connect(third, new FakeHelper('third'));
  await sendMessage(third, { user: await userOf(bob), text: 'overtakes the card' });
  await settle(third);
  await handed(third);
  await settle(third, bob);
  expect(await textsOf(bob)).toEqual(['overtakes the card']);
});

test('a letter of a new device that comes before its contact card is read once the card comes', async () => {
  const third = await another();
  await settle(third);
  const box = await bob.db.mailboxes.get('friends');
  const item = town.content.items.get(hex(box?.drop ?? new Uint8Array()));
  const [card] = [...(item?.entries ?? [])].slice(-1);
  item?.entries.delete(card?.[0] ?? '');
  await sendMessage(third, { user: await userOf(bob), text: 'before the card' });
  await settle(third, bob);
  expect(await textsOf(bob)).toEqual([]);
  if (card !== undefined && item !== undefined) {
    const at = ++item.rev;
    item.entries.set(card[0], { ...card[1], at, mod: at });
  }
  await settle(bob);
  expect(await textsOf(bob)).toEqual(['before the card']);
});
