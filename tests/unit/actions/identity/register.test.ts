import { beforeEach, expect, test } from 'vitest';
import { createIdentity } from '../../../../lib/actions/identity/create.ts';
import { CommandError } from '../../../../lib/protocol/errors.ts';
import { local, person } from '../local.ts';
import { openTown, settle, type Town } from '../town.ts';

let town: Town;
beforeEach(async () => {
  town = await openTown();
});

test('a new user is registered, has credentials and two mailboxes at two operators', async () => {
  const alice = await person(town.world, 'Alice');
  await settle(alice);
  expect(await alice.db.deeds.where('state').equals('refused').count()).toBe(0);
  const profile = await alice.db.profile.get('me');
  expect(profile?.listing?.card).toEqual(profile?.card);
  expect(await alice.db.credentials.count()).toBe(20);
  expect(new Set([...town.content.items.values()].map((item) => item.server)).size).toBe(2);
});

test('the mailbox of Friends is in no card', async () => {
  const alice = await person(town.world, 'Alice');
  await settle(alice);
  const friends = await alice.db.mailboxes.get('friends');
  const card = (await alice.db.profile.get('me'))?.card.card ?? new Uint8Array();
  expect(Buffer.from(card).includes(Buffer.from(friends?.drop ?? 'none'))).toBe(false);
});

test('no name, no identity; and one identity to a database', async () => {
  const birth = { year: 1990, month: 1, day: 1 };
  const service = await local(town.world);
  for (const name of ['', 'A', 'A\u200bB', 'Аlice', '<b>', 'x'.repeat(65)])
    await expect(createIdentity(service, { name, birth })).rejects.toThrow(CommandError);
  expect(await service.db.profile.count()).toBe(0);
  await createIdentity(service, { name: 'Alice', birth });
  await expect(createIdentity(service, { name: 'Alice', birth })).rejects.toThrow('conflict');
});

test('a taken name is refused visibly, and nothing after it is tried', async () => {
  const first = await person(town.world, 'Alice');
  await settle(first);
  const second = await person(town.world, 'ALICE');
  await settle(second);
  expect(await second.db.deeds.get('register')).toMatchObject({ state: 'refused', code: 'name-taken' });
  expect(await second.db.deeds.where('kind').equals('mailbox').count()).toBe(2);
  expect(town.content.items.size).toBe(2);
});
