import { beforeEach, expect, test } from 'vitest';
import { acceptFriend, ignoreRequest } from '../../../../lib/actions/friends/accept.ts';
import { confirmAccount } from '../../../../lib/actions/friends/confirm.ts';
import { findPerson, searchPeople } from '../../../../lib/actions/friends/find.ts';
import { askFriend } from '../../../../lib/actions/friends/request.ts';
import { readSafetyNumber } from '../../../../lib/actions/friends/safety.ts';
import { block, unblock, unfriend } from '../../../../lib/actions/friends/unfriend.ts';
import { sendMessage } from '../../../../lib/actions/letters/message.ts';
import type { Service } from '../../../../lib/actions/service.ts';
import { hex } from '../../../../lib/bytes.ts';
import { person, textsOf, userOf } from '../local.ts';
import { openTown, settle, type Town } from '../town.ts';

let town: Town;
let alice: Service;
let bob: Service;
beforeEach(async () => {
  town = await openTown();
  [alice, bob] = [await person(town.world, 'Alice'), await person(town.world, 'Bob')];
  await settle(alice, bob);
});

const befriend = async () => {
  await askFriend(alice, { user: await userOf(bob) });
  await settle(alice, bob);
  await acceptFriend(bob, { user: await userOf(alice), wallFrom: null });
  await settle(alice, bob);
};
const friendsOf = (one: Service) => one.db.friends.where('state').equals('friend').count();
const boxOf = async (one: Service) =>
  town.content.items.get(hex((await one.db.mailboxes.get('friends'))?.drop ?? new Uint8Array()));

test('who asks each other at the same time are Friends', async () => {
  await askFriend(alice, { user: await userOf(bob) });
  await askFriend(bob, { user: await userOf(alice) });
  await settle(alice, bob);
  expect([await friendsOf(alice), await friendsOf(bob)]).toEqual([1, 1]);
  await sendMessage(alice, { user: await userOf(bob), text: 'hi' });
  await settle(alice, bob);
  expect(await textsOf(bob)).toEqual(['hi']);
});

test('a request is news until it is answered', async () => {
  await askFriend(alice, { user: await userOf(bob) });
  await settle(alice, bob);
  const news = async () => (await bob.db.notifications.toArray()).map(({ is, seen }) => `${is} ${seen}`);
  expect(await news()).toEqual(['request false']);
  await acceptFriend(bob, { user: await userOf(alice), wallFrom: null });
  expect(await news()).toEqual(['request true']);
});

test('a request is shown only when the ID server has that name under that account', async () => {
  town.id.users.delete(await userOf(alice));
  const { handler } = town.world;
  await askFriend(alice, { user: await userOf(bob) });
  await settle(alice, bob);
  town.world.handler = handler;
  expect(await bob.db.requests.count()).toBe(0);
  expect(await bob.db.friends.count()).toBe(0);
});

test('an ignored request tells nobody anything', async () => {
  await askFriend(alice, { user: await userOf(bob) });
  await settle(alice, bob);
  const before = town.world.passings.length;
  await ignoreRequest(bob, { user: await userOf(alice) });
  expect(town.world.passings.length).toBe(before);
  expect(await bob.db.requests.count()).toBe(0);
  await settle(alice, bob);
  expect([await friendsOf(alice), await friendsOf(bob)]).toEqual([0, 0]);
});

test('the set of append keys shows neither how many Friends there are, nor who came or went', async () => {
  const before = [...((await boxOf(bob))?.appendKeys ?? [])];
  expect(before.length).toBe(16);
  await befriend();
  const after = [...((await boxOf(bob))?.appendKeys ?? [])];
  expect(after.length).toBe(16);
  expect(after.filter((key) => before.includes(key)).length).toBe(15);
  await unfriend(bob, { user: await userOf(alice) });
  await settle(bob);
  const last = [...((await boxOf(bob))?.appendKeys ?? [])];
  expect(last.filter((key) => after.includes(key)).length).toBe(15);
});

test('an ex-Friend who floods the mailbox fills nothing, and is answered as ever', async () => {
  await befriend();
  await unfriend(bob, { user: await userOf(alice) });
  await settle(bob);
  for (let i = 0; i < 5; i++) await sendMessage(alice, { user: await userOf(bob), text: `still here ${i}` });
  await settle(alice);
  expect((await boxOf(bob))?.entries.size).toBe(0);
  expect(await alice.db.deeds.where('kind').equals('letters').toArray()).toEqual([]);
  await settle(alice, bob);
  expect(await textsOf(bob)).toEqual([]);
});

test('a blocked person is not heard, nor asked about', async () => {
  await block(bob, { user: await userOf(alice) });
  await befriend().catch(() => undefined);
  await block(bob, { user: await userOf(alice) });
  await unfriend(alice, { user: await userOf(bob) });
  await askFriend(alice, { user: await userOf(bob) });
  await settle(alice, bob);
  expect(await bob.db.requests.count()).toBe(0);
});

test('a stranger can be blocked before they ask, and asks in vain until they are unblocked', async () => {
  const [a, b] = [await userOf(alice), await userOf(bob)];
  await block(bob, { user: a });
  await askFriend(alice, { user: b });
  await settle(alice, bob);
  expect(await bob.db.requests.count()).toBe(0);
  await unblock(bob, { user: a });
  expect((await bob.db.friends.get(a))?.state).toBe('ended');
  await unfriend(alice, { user: b });
  await askFriend(alice, { user: b });
  await settle(alice, bob);
  expect(await bob.db.requests.count()).toBe(1);
});

test('nobody the ID server does not know can be blocked, and unblocking a Friend changes nothing', async () => {
  await expect(block(bob, { user: '0'.repeat(64) })).rejects.toMatchObject({ code: 'absent' });
  await befriend();
  await unblock(bob, { user: await userOf(alice) });
  expect((await bob.db.friends.get(await userOf(alice)))?.state).toBe('friend');
});

test('where a Friend has no mailbox any more, the strangers’ one is used', async () => {
  await befriend();
  town.content.items.delete(hex((await bob.db.mailboxes.get('friends'))?.drop ?? new Uint8Array()));
  await sendMessage(alice, { user: await userOf(bob), text: 'where are you?' });
  await settle(alice);
  const strangers = hex((await bob.db.mailboxes.get('strangers'))?.drop ?? new Uint8Array());
  expect(town.content.items.get(strangers)?.entries.size).toBe(1);
});

test('a name that has another account key is never silent: writing stops until the user confirms', async () => {
  await befriend();
  town.id.users.delete(await userOf(bob));
  const other = await person(town.world, 'Bob');
  await settle(other);
  expect(await findPerson(alice, { name: 'bob' })).toMatchObject({
    changed: true,
    user: await userOf(other),
  });
  await askFriend(other, { user: await userOf(alice) });
  await settle(alice, other);
  expect(await alice.db.warnings.where('is').equals('account').count()).toBe(1);

  await sendMessage(alice, { user: await userOf(bob), text: 'is it you?' });
  await settle(alice, bob);
  expect(await textsOf(bob)).toEqual([]);
  await confirmAccount(alice, { user: await userOf(bob) });
  await settle(alice, bob);
  expect(await textsOf(bob)).toEqual(['is it you?']);
});

test('both compare the same safety number', async () => {
  await befriend();
  const [hers, his] = [await userOf(bob), await userOf(alice)];
  expect(await readSafetyNumber(alice, { user: hers })).toBe(await readSafetyNumber(bob, { user: his }));
});

test('nobody asks themselves, a Friend twice, or nobody', async () => {
  await expect(askFriend(alice, { user: await userOf(alice) })).rejects.toThrow('forbidden');
  await expect(askFriend(alice, { user: '00'.repeat(32) })).rejects.toThrow('absent');
  await befriend();
  await expect(askFriend(alice, { user: await userOf(bob) })).rejects.toThrow('conflict');
  await expect(searchPeople(alice, { text: 'x'.repeat(65) })).rejects.toThrow();
});
