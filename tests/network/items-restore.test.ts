import { afterAll, beforeAll, expect, test } from 'vitest';
import { doChores } from '../../lib/actions/chores.ts';
import { comment } from '../../lib/actions/items/comment.ts';
import { edit } from '../../lib/actions/items/edit.ts';
import { post } from '../../lib/actions/items/post.ts';
import { leaveAll } from '../../lib/actions/vault/leave.ts';
import { restore } from '../../lib/actions/vault/restore.ts';
import type { Person } from './story/person.ts';
import { type Story, startStory } from './story/story.ts';

const HOUR = 3_600_000;
const BIRTH = { year: 1990, month: 5, day: 17 };

let story: Story;
let alice: Person;
let bob: Person;
let phrase: string;
let drop: string;

beforeAll(async () => {
  story = await startStory();
  alice = await story.stranger('Alice');
  await join(alice);
  ({ phrase } = await alice.does.createIdentity({ name: 'Alice', birth: BIRTH }));
  bob = await story.person('Bob');
  await story.settle();
  await story.befriend(alice, bob);
  ({ drop } = await post(alice.service, { text: 'Before the flood', audience: 'friends' }));
  await pass();
});
afterAll(() => story?.stop());

async function join(person: Person): Promise<void> {
  const file = story.stack.network();
  await person.does.joinNetwork({ file, authority: file.file.authority });
}

/** Long enough for what waits a random moment, and for receipts. */
async function pass(): Promise<void> {
  await story.settle();
  for (let i = 0; i < 2; i++) {
    await story.clock.advance(60_000);
    await story.settle();
  }
}

async function textsOf({ service }: Person): Promise<string[]> {
  const rows = await service.db.entries.where('drop').equals(drop).sortBy('at');
  return rows.flatMap(({ body }) => (body !== null && 'text' in body ? [body.text] : []));
}

test('the vault is kept at two operators, first whole, then what changed', async () => {
  await doChores(alice.service);
  await pass();
  const first = await alice.service.db.vaults.toArray();
  expect(first.map(({ number, base, made }) => [number, base, made])).toEqual([
    [1, 1, true],
    [1, 1, true],
  ]);
  await comment(bob.service, { drop, text: 'Nice' });
  await pass();
  await story.clock.advance(HOUR);
  await doChores(alice.service);
  await pass();
  const then = await alice.service.db.vaults.toArray();
  expect(then.map(({ number, base }) => [number, base])).toEqual([
    [2, 1],
    [2, 1],
  ]);
});

test('the phrase alone brings back identity, Friends, threads and the right to edit them', async () => {
  story.network.cut(alice);
  await comment(bob.service, { drop, text: 'While you were away' });
  await bob.does.sendMessage({ user: await alice.user(), text: 'Are you there?' });
  await pass();
  const again = await story.stranger('Alice, restored');
  await join(again);
  expect(await restore(again.service, { phrase })).toEqual({ vault: true, unasked: [] });
  await pass();
  expect(await again.user()).toBe(await alice.user());
  expect(await again.sees.friends()).toMatchObject([{ name: 'Bob' }]);
  expect(await textsOf(again)).toEqual(['Before the flood', 'Nice', 'While you were away']);

  const [row] = await again.service.db.entries.filter(({ body }) => body?.is === 'post').toArray();
  await edit(again.service, { drop, entry: row?.entry ?? '', text: 'After the flood' });
  await pass();
  expect(await textsOf(bob)).toContain('After the flood');
  const devices = await bob.service.db.devices
    .where('user')
    .equals(await again.user())
    .toArray();
  expect(devices).toHaveLength(2);
  expect((await bob.sees.warnings()).map(({ is }) => is)).toEqual(['device']);
  expect((await again.sees.inbox()).map(({ text }) => text)).toEqual(['Are you there?']);
  await bob.does.sendMessage({ user: await again.user(), text: 'Welcome back' });
  await pass();
  expect((await again.sees.inbox()).map(({ text }) => text)).toContain('Welcome back');

  // This day's credentials are those of the lost device, and this one writes with them at once.
  expect(await again.sees.credentials()).toBeGreaterThan(0);
  const { drop: next } = await post(again.service, { text: 'On the same day', audience: 'friends' });
  await doChores(again.service);
  await pass();
  expect((await bob.service.db.items.get(next))?.state).toBe('there');

  // The vault goes on from where it was, behind what the lost device wrote.
  const places = await again.service.db.vaults.toArray();
  expect(places.map(({ base }) => base)).toEqual([3, 3]);

  expect(await leaveAll(again.service)).toEqual({ left: [] });
  expect(await again.service.db.profile.count()).toBe(0);
  await pass();
  expect((await bob.service.db.items.get(drop))?.state).toBe('deleted');
  await expect(bob.does.findPerson({ name: 'Alice' })).rejects.toMatchObject({ code: 'absent' });
});

test('a wrong phrase restores nothing', async () => {
  const eve = await story.stranger('Eve');
  await join(eve);
  await expect(restore(eve.service, { phrase: 'abandon '.repeat(23).concat('art') })).rejects.toMatchObject({
    code: 'absent',
  });
  expect(await eve.service.db.profile.count()).toBe(0);
});
