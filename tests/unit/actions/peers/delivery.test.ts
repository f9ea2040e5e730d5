import { afterEach, beforeEach, expect, test } from 'vitest';
import { acceptFriend } from '../../../../lib/actions/friends/accept.ts';
import { askFriend } from '../../../../lib/actions/friends/request.ts';
import { markVerified } from '../../../../lib/actions/friends/safety.ts';
import { block } from '../../../../lib/actions/friends/unfriend.ts';
import { checkMailboxes } from '../../../../lib/actions/letters/checkmailboxes.ts';
import { sendMessage } from '../../../../lib/actions/letters/message.ts';
import { sendOldAgain } from '../../../../lib/actions/letters/receipts.ts';
import { runOutbox } from '../../../../lib/actions/outbox/run.ts';
import { movedTo } from '../../../../lib/actions/peers/addresses.ts';
import { chooseDelivery } from '../../../../lib/actions/peers/choose.ts';
import { takenLater } from '../../../../lib/actions/peers/custody.ts';
import { sayFriends } from '../../../../lib/actions/peers/sayfriends.ts';
import { usePeers } from '../../../../lib/actions/peers/usepeers.ts';
import type { Service } from '../../../../lib/actions/service.ts';
import { keyIdOf } from '../../../../lib/crypto/letter.ts';
import { CommandError } from '../../../../lib/protocol/errors.ts';
import { deviceOf, textsOf, userOf } from '../local.ts';
import { settle } from '../town.ts';
import {
  befriend,
  calm,
  connect,
  FakeHelper,
  handed,
  inMailbox,
  openStreet,
  type Street,
  withHelper,
} from './street.ts';

let street: Street;
let alice: Service;
let bob: Service;
let hers: FakeHelper;
let his: FakeHelper;

beforeEach(async () => {
  street = await openStreet();
  const [a, b] = [await withHelper(street, 'Alice'), await withHelper(street, 'Bob')];
  [alice, hers, bob, his] = [a.service, a.helper, b.service, b.helper];
  await befriend(street, alice, bob);
  hers.given = [];
  hers.patiences = [];
});
afterEach(async () => {
  for (const one of [alice, bob]) await usePeers(one, null);
});

const write = async (text: string) => {
  await sendMessage(alice, { user: await userOf(bob), text });
  await runOutbox(alice);
};
const bobsRow = async () => alice.db.devices.get(await deviceOf(bob));

test('Friends learn each other’s addresses by contact card, and letters then touch no mailbox', async () => {
  expect((await bobsRow())?.addresses).toEqual(his.at);
  expect((await bob.db.devices.get(await deviceOf(alice)))?.addresses).toEqual(hers.at);
  await write('by hand');
  await handed(alice);
  expect(await textsOf(bob)).toEqual(['by hand']);
  expect(await inMailbox(street, bob)).toBe(0);
  expect(await alice.db.lettersOut.toArray()).toMatchObject([{ by: 'helper' }]);
  street.world.now += 1_000;
  await runOutbox(alice);
  expect(await alice.db.deeds.where('kind').equals('letters').count()).toBe(0);
});

test('whoever accepts lets the asker’s helper in at once, by its name: where it is they learn by contact card', async () => {
  const [carol, dave] = [await withHelper(street, 'Carol'), await withHelper(street, 'Dave')];
  await askFriend(carol.service, { user: await userOf(dave.service) });
  await settle(carol.service, dave.service);
  expect(dave.helper.list).toEqual([]);
  await acceptFriend(dave.service, { user: await userOf(carol.service), wallFrom: null });
  await expect.poll(() => dave.helper.list).toEqual([{ addresses: ['/p2p/Carol'], ends: expect.anything() }]);
  await settle(dave.service);
  expect(dave.helper.given).toEqual([]);
  // she reads that in her mailbox; what she answers needs none
  await settle(carol.service);
  await handed(carol.service);
  const row = await dave.service.db.devices.get(await deviceOf(carol.service));
  expect(row?.addresses).toEqual(carol.helper.at);
  for (const { service } of [carol, dave]) await usePeers(service, null);
});

test('who delivers directly to verified Friends alone, or to nobody, tells no name when asking', async () => {
  const dave = await withHelper(street, 'Dave');
  for (const choice of ['verified', 'never'] as const) {
    const carol = await withHelper(street, `Carol${choice}`);
    await chooseDelivery(carol.service, { with: choice });
    await askFriend(carol.service, { user: await userOf(dave.service) });
    await settle(carol.service, dave.service);
    const row = await dave.service.db.devices.get(await deviceOf(carol.service));
    expect(row?.addresses ?? []).toEqual([]);
    await usePeers(carol.service, null);
  }
  await usePeers(dave.service, null);
});

test('where their helper does not take it the mailbox gets it too, and it is read once', async () => {
  his.up = false;
  await write('twice on its way');
  await handed(alice);
  street.world.now += 1_000;
  await runOutbox(alice);
  expect(await inMailbox(street, bob)).toBe(1);
  his.up = true;
  for (const { letter } of hers.given) his.inbox.push(letter);
  await his.bring();
  await checkMailboxes(bob);
  expect(await textsOf(bob)).toEqual(['twice on its way']);
});

test('a Friend who was not there is waited for ten seconds once, then one', async () => {
  his.up = false;
  await write('one');
  await handed(alice);
  street.world.now += 2_000;
  await write('two');
  await handed(alice);
  expect(hers.patiences).toEqual([10_000, 1_000]);
  street.world.now += 6 * 60_000;
  await write('three');
  await handed(alice);
  expect(hers.patiences.at(-1)).toBe(10_000);
});

test('a helper that does not answer holds nobody else up, and no letter waits for another', async () => {
  const carol = await withHelper(street, 'Carol');
  await befriend(street, alice, carol.service);
  let go: () => void = () => undefined;
  hers.slow = new Promise((resolve) => {
    go = resolve;
  });
  await write('to a silent helper');
  hers.slow = null;
  await sendMessage(alice, { user: await userOf(carol.service), text: 'to Carol' });
  await runOutbox(alice);
  await expect.poll(() => textsOf(carol.service)).toEqual(['to Carol']);
  street.world.now += 2_000;
  await write('a second one to Bob');
  await expect.poll(() => textsOf(bob)).toEqual(['a second one to Bob']);
  go();
  await handed(alice);
  expect(await textsOf(bob)).toEqual(['a second one to Bob', 'to a silent helper']);
  await usePeers(carol.service, null);
});

test('a program that ends while a letter is with its helper sends it when it is back', async () => {
  hers.slow = new Promise(() => undefined);
  await write('interrupted');
  const twin: Service = { ...alice, ways: new (alice.ways.constructor as new () => typeof alice.ways)() };
  twin.peers = null;
  street.world.now += 11_500;
  await runOutbox(twin);
  expect(await inMailbox(street, bob)).toBe(1);
});

test('with the helper gone letters go to the mailbox, and by helper again when it is back', async () => {
  await usePeers(alice, null);
  await write('without');
  expect(await inMailbox(street, bob)).toBe(1);
  await connect(alice, hers);
  street.world.now += 2_000;
  await write('with');
  await handed(alice);
  expect(await textsOf(bob)).toEqual(['with']);
});

test('a letter their helper takes after all, before any mailbox was reached, goes to none', async () => {
  his.up = false;
  const { handler } = street.world;
  street.world.handler = () => {
    throw new CommandError('unavailable');
  };
  await write('late, but by hand');
  await handed(alice);
  street.world.now += 1_000;
  await runOutbox(alice);
  const row = (await alice.db.lettersOut.toArray()).at(-1);
  expect(row).toMatchObject({ sent: 0, number: hers.given[0]?.number });
  await takenLater(alice, { log: row?.log ?? '', number: row?.number ?? 0 });
  await takenLater(alice, { log: row?.log ?? '', number: 999 });
  street.world.handler = handler;
  street.world.now += 60_000;
  await runOutbox(alice);
  expect(await inMailbox(street, bob)).toBe(0);
  expect((await alice.db.lettersOut.toArray()).at(-1)).toMatchObject({ by: 'helper' });
  expect(await alice.db.deeds.where('kind').equals('letters').count()).toBe(0);
});

test('several letters to one device go in their order', async () => {
  for (let i = 0; i < 4; i++)
    await sendMessage(alice, { user: await userOf(bob), text: `${i}`.repeat(3_900) });
  await runOutbox(alice);
  await handed(alice);
  expect(hers.given.map(({ number }) => number)).toEqual(
    hers.given.map((_, i) => (hers.given[0]?.number ?? 0) + i),
  );
  expect(hers.given.length).toBeGreaterThan(1);
  expect((await textsOf(bob)).length).toBe(4);
});

test('the first letter after a quiet second goes at once, those after it together', async () => {
  await write('first');
  await handed(alice);
  await write('second');
  await write('third');
  expect(hers.given.length).toBe(1);
  street.world.now += 50;
  await runOutbox(alice);
  await handed(alice);
  expect(hers.given.length).toBe(2);
  expect(await textsOf(bob)).toEqual(['first', 'second', 'third']);
});

test('a move is told to Friends once, by letter, and an older word changes nothing', async () => {
  const before = await bob.db.devices.get(await deviceOf(alice));
  hers.at = ['/ip6/2001:db8::1/tcp/9/p2p/Alice'];
  await movedTo(alice);
  await movedTo(alice);
  expect(await alice.db.eventsOut.count()).toBe(1);
  await calm(street, alice, bob);
  const device = await deviceOf(alice);
  expect((await bob.db.devices.get(device))?.addresses).toEqual(hers.at);
  expect((await bob.db.devices.get(device))?.addressed).toBeGreaterThan(before?.addressed ?? 0);
  await movedTo(alice);
  expect(await alice.db.eventsOut.count()).toBe(0);
  await expect.poll(() => his.list).toMatchObject([{ addresses: hers.at }]);
});

test('who delivers to nobody tells Friends so, dials none, and says so to the helper', async () => {
  await expect.poll(() => hers.list.length).toBe(1);
  await chooseDelivery(alice, { with: 'never' });
  await calm(street, alice, bob);
  expect((await bob.db.devices.get(await deviceOf(alice)))?.addresses).toEqual([]);
  hers.given = [];
  await write('by mailbox');
  await expect.poll(() => hers.list).toEqual([]);
  expect(hers.given).toEqual([]);
  expect(await inMailbox(street, bob)).toBe(1);
  await expect(chooseDelivery(alice, { with: 'some' as 'all' })).rejects.toThrow(RangeError);
});

test('with verified Friends alone: told nothing before the safety number was compared, told after', async () => {
  await chooseDelivery(alice, { with: 'verified' });
  await calm(street, alice, bob);
  expect((await bob.db.devices.get(await deviceOf(alice)))?.addresses).toEqual([]);
  await markVerified(alice, { user: await userOf(bob) });
  await calm(street, alice, bob);
  expect((await bob.db.devices.get(await deviceOf(alice)))?.addresses).toEqual(hers.at);
  hers.given = [];
  await write('direct again');
  await handed(alice);
  expect(hers.given.length).toBe(1);
});

test('of somebody blocked the addresses are forgotten, and what the helper kept for them', async () => {
  his.up = false;
  await write('not meant for you any more');
  await handed(alice);
  const log = (await alice.db.logsOut.get(await deviceOf(bob)))?.log ?? '';
  await expect.poll(() => hers.list.length).toBe(1);
  await block(alice, { user: await userOf(bob) });
  expect((await bobsRow())?.addresses).toEqual([]);
  expect(hers.forgotten.at(-1)?.log).toBe(log);
  await expect.poll(() => hers.list).toEqual([]);
});

test('the sealed receipt lets the helper forget, also one that was away then', async () => {
  await write('one');
  await calm(street, alice, bob);
  street.world.now += 30_000;
  await calm(street, alice, bob);
  const log = await alice.db.logsOut.get(await deviceOf(bob));
  expect(hers.forgotten).toContainEqual({ log: log?.log, upTo: log?.received?.number });
  const fresh = new FakeHelper(...hers.at);
  await connect(alice, fresh);
  expect(fresh.forgotten).toContainEqual({ log: log?.log, upTo: log?.received?.number });
});

test('the helper hears how far each log was read, and the same list only once', async () => {
  await write('read me');
  await handed(alice);
  const fresh = new FakeHelper(...his.at);
  await connect(bob, fresh);
  await sayFriends(bob);
  expect(fresh.said).toBe(1);
  const log = (await alice.db.logsOut.get(await deviceOf(bob)))?.log;
  const [end] = fresh.list[0]?.ends ?? [];
  expect(end).toEqual({ log, number: ((await alice.db.logsOut.toArray())[0]?.number ?? 0) - 1 });
});

test('a letter without receipt is sealed to the newest key a week later, and goes the same ways again', async () => {
  his.service = null;
  await write('are you there?');
  await handed(alice);
  const first = hers.given.at(-1);
  const device = await deviceOf(bob);
  const pk = alice.p.kem.publicKey(alice.random(32));
  await alice.db.devices.update(device, { letterKeys: [{ week: 99_999, pk }] });
  street.world.now += 8 * 86_400_000;
  await sendOldAgain(alice);
  await runOutbox(alice);
  await handed(alice);
  const again = hers.given.at(-1);
  expect([again?.log, again?.number]).toEqual([first?.log, first?.number]);
  expect(keyIdOf(again?.letter ?? new Uint8Array())).not.toEqual(keyIdOf(first?.letter ?? new Uint8Array()));
});
