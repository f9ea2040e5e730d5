import { beforeEach, expect, test } from 'vitest';
import { sendMessage } from '../../../../lib/actions/letters/message.ts';
import { receive } from '../../../../lib/actions/letters/receive.ts';
import { fitsLetter } from '../../../../lib/actions/letters/tell.ts';
import type { Service } from '../../../../lib/actions/service.ts';
import { World } from '../../route/world.ts';
import { carry, copyOf, deviceOf, know, person, sealAll, textsOf, userOf } from '../local.ts';

let world: World;
let alice: Service;
let bob: Service;

beforeEach(async () => {
  world = new World();
  [alice, bob] = [await person(world, 'Alice'), await person(world, 'Bob')];
  await know(alice, bob);
  await know(bob, alice);
});

const write = async (from: Service, to: Service, text: string) => {
  world.now += 1000;
  await sendMessage(from, { user: await userOf(to), text });
};

test('a letter is read once, however often it comes', async () => {
  await write(alice, bob, 'once');
  const [sealed = new Uint8Array()] = await sealAll(alice, bob);
  await receive(bob, 'friends', sealed);
  await receive(bob, 'friends', sealed);
  expect(await textsOf(bob)).toEqual(['once']);
});

test('a sealed receipt, and nothing else, lets a letter be forgotten', async () => {
  await write(alice, bob, 'one');
  await write(alice, bob, 'two');
  await carry(alice, bob);
  expect(await alice.db.lettersOut.count()).toBe(1);
  await carry(bob, alice);
  expect(await alice.db.lettersOut.count()).toBe(0);
});

test('a letter that is nothing but a receipt asks for none', async () => {
  await write(alice, bob, 'one');
  await carry(alice, bob);
  await carry(bob, alice);
  expect(await sealAll(alice, bob)).toEqual([]);
});

test('letters are read in any order, and a gap is not receipted', async () => {
  await write(alice, bob, 'first');
  const first = await sealAll(alice, bob);
  await write(alice, bob, 'second');
  await carry(alice, bob);
  expect(await textsOf(bob)).toEqual(['second']);
  expect(await sealAll(bob, alice)).toEqual([]);
  for (const sealed of first) await receive(bob, 'friends', sealed);
  await carry(bob, alice);
  expect(await textsOf(bob)).toEqual(['first', 'second']);
  expect(await alice.db.lettersOut.count()).toBe(0);
});

test('a receipt that a newer one overtook begins no new log', async () => {
  await write(alice, bob, 'one');
  await carry(alice, bob);
  await write(bob, alice, 'of one');
  const overtaken = await sealAll(bob, alice);
  await write(alice, bob, 'two');
  await carry(alice, bob);
  await write(bob, alice, 'of two');
  const newer = await sealAll(bob, alice);
  const log = async () => (await alice.db.logsOut.get(await deviceOf(bob)))?.log;
  const before = await log();
  for (const sealed of [...newer, ...overtaken]) await receive(alice, 'friends', sealed);
  expect(await log()).toBe(before);
  expect((await textsOf(alice)).toSorted()).toEqual(['of one', 'of two']);
});

test('of two copies of a database one is warned, though all letters come to it and it wrote last', async () => {
  await write(alice, bob, 'before');
  await carry(alice, bob);
  await carry(bob, alice);
  const twin = await copyOf(world, alice);
  for (const from of [alice, twin, alice, twin]) {
    await write(from, bob, from === twin ? 'from the copy' : 'from the first');
    await carry(from, bob);
  }
  await write(bob, alice, 'to either');
  await carry(bob, twin);
  expect(await textsOf(twin)).toEqual(['to either']);
  expect((await twin.db.warnings.toArray()).map(({ is }) => is)).toEqual(['copy']);
  // and it comes to rest
  await carry(twin, bob);
  await carry(bob, twin);
  expect(await sealAll(twin, bob)).toEqual([]);
  expect(await sealAll(bob, twin)).toEqual([]);
});

test('two devices from one backup: the Friend gets the letters of both, and the logs part', async () => {
  await write(alice, bob, 'before');
  await carry(alice, bob);
  await carry(bob, alice);
  const twin = await copyOf(world, alice);
  await write(alice, bob, 'from the first');
  await write(twin, bob, 'from the second');
  await carry(alice, bob);
  await carry(twin, bob);
  expect(await textsOf(bob)).toEqual(['before', 'from the first', 'from the second']);

  // Bob's receipt names the end of one of them; the other sees that it is not its own.
  const receipts = await sealAll(bob, alice);
  for (const sealed of receipts) for (const one of [alice, twin]) await receive(one, 'friends', sealed);
  const device = await deviceOf(bob);
  await write(alice, bob, 'again first');
  await write(twin, bob, 'again second');
  await carry(alice, bob);
  await carry(twin, bob);
  const logs = await Promise.all([alice, twin].map((one) => one.db.logsOut.get(device)));
  expect(logs[0]?.log).not.toBe(logs[1]?.log);
  expect(await textsOf(bob)).toEqual([
    'again first',
    'again second',
    'before',
    'from the first',
    'from the second',
  ]);
});

test('a Friend with an older database gets again what has no receipt', async () => {
  await write(alice, bob, 'one');
  const old = await copyOf(world, bob);
  await carry(alice, bob);
  await carry(bob, alice);
  await write(alice, bob, 'two');
  await carry(alice, bob);
  await write(alice, bob, 'three');
  // The old database never saw letter 0 and writes with no end of this log; its next letter names an older end.
  await carry(alice, old);
  await write(old, alice, 'I am back');
  await carry(old, alice);
  await carry(alice, old);
  expect(await textsOf(old)).toContain('three');
});

test('events wait for a letter with room: none is cut, none is lost', async () => {
  for (let i = 0; i < 9; i++) await write(alice, bob, `${i}`.repeat(2000));
  const sealed = await sealAll(alice, bob);
  expect(new Set(sealed.map((one) => one.length))).toEqual(new Set([8192]));
  for (const one of sealed) await receive(bob, 'friends', one);
  expect((await textsOf(bob)).length).toBe(9);
  expect(fitsLetter({ is: 'text', text: 'x'.repeat(7000), when: 1 })).toBe(false);
});
