import { expect, test } from 'vitest';
import { loadBlob } from '../../../../lib/actions/items/blobs.ts';
import { comment } from '../../../../lib/actions/items/comment.ts';
import { edit } from '../../../../lib/actions/items/edit.ts';
import { deleteThread } from '../../../../lib/actions/items/erase.ts';
import { post } from '../../../../lib/actions/items/post.ts';
import { react } from '../../../../lib/actions/items/react.ts';
import { removeEntry } from '../../../../lib/actions/items/remove.ts';
import { hex } from '../../../../lib/bytes.ts';
import type { EntryRow } from '../../../../lib/db/items.ts';
import { Circle, noise, type User } from './circle.ts';

async function friends(): Promise<{ circle: Circle; alice: User; bob: User; carol: User }> {
  const circle = new Circle();
  const [alice, bob, carol] = [
    await circle.join('Alice'),
    await circle.join('Bob'),
    await circle.join('Carol'),
  ];
  await circle.befriend(alice, bob);
  await circle.befriend(alice, carol);
  return { circle, alice, bob, carol };
}

async function rows(user: User, drop: string, is: string): Promise<EntryRow[]> {
  const all = await user.service.db.entries.where('[drop+at]').between([drop, 0], [drop, Infinity]).toArray();
  return all.filter((row) => row.body?.is === is);
}

async function texts(user: User, drop: string, is: 'post' | 'comment'): Promise<string[]> {
  return (await rows(user, drop, is)).map(({ body }) => (body !== null && 'text' in body ? body.text : '?'));
}

test('a post is at its server before Friends are told, and read by them', async () => {
  const { circle, alice, bob } = await friends();
  const { drop } = await post(alice.service, { text: 'Hello wall', audience: 'friends' });
  expect(await texts(alice, drop, 'post')).toEqual(['Hello wall']);
  expect(await circle.deliver(alice, bob)).toEqual([]);
  circle.world.silent.add('north content').add('south content');
  await circle.settle(1);
  expect(await bob.service.db.items.count()).toBe(0);
  circle.world.silent.clear();
  circle.pass(60_000);
  await circle.settle(2);
  expect(await texts(bob, drop, 'post')).toEqual(['Hello wall']);
  expect((await bob.service.db.newsFeed.get(drop))?.user).toBe(alice.user);
  expect((await bob.service.db.items.get(drop))?.rev).toBe(3);
  expect(await bob.service.db.warnings.count()).toBe(0);
});

test('a post for oneself is told to nobody', async () => {
  const { circle, alice, bob } = await friends();
  const { drop } = await post(alice.service, { text: 'Diary', audience: 'me' });
  await circle.settle(1);
  expect((await alice.service.db.items.get(drop))?.state).toBe('there');
  expect(await bob.service.db.items.count()).toBe(0);
});

test('a photo goes in chunks, and a Friend loads it on demand', async () => {
  const { circle, alice, bob } = await friends();
  const bytes = noise(600_000);
  const { drop } = await post(alice.service, {
    text: '',
    photos: [{ bytes, alt: 'A hill' }],
    audience: 'friends',
  });
  await circle.settle(2);
  const [row] = await rows(bob, drop, 'post');
  const photo = row?.body?.is === 'post' && 'photos' in row.body ? row.body.photos[0] : undefined;
  expect(photo?.alt).toBe('A hill');
  const loaded = await loadBlob(bob.service, {
    drop,
    entry: row?.entry ?? '',
    hash: hex(photo?.hash ?? noise(1)),
  });
  expect(hex(loaded.bytes)).toBe(hex(bytes));
});

test('comments, answers and reactions reach everybody in the audience', async () => {
  const { circle, alice, bob, carol } = await friends();
  const { drop } = await post(alice.service, { text: 'Who comes?', audience: 'friends' });
  await circle.settle(2);
  const { entry } = await comment(bob.service, { drop, text: 'I do' });
  await react(bob.service, {
    drop,
    entry: (await rows(bob, drop, 'post'))[0]?.entry ?? '',
    reaction: 'love',
  });
  await circle.settle(4);
  expect(await texts(carol, drop, 'comment')).toEqual(['I do']);
  expect(await texts(alice, drop, 'comment')).toEqual(['I do']);
  await comment(carol.service, { drop, text: 'Me too', re: entry });
  await circle.settle(4);
  expect(await texts(bob, drop, 'comment')).toEqual(['I do', 'Me too']);
  expect(await rows(carol, drop, 'reactions')).toHaveLength(1);
  // Carol does not know Bob: his card says who he is.
  const [first] = await rows(carol, drop, 'comment');
  expect(first?.author).toBe(bob.user);
  expect((await carol.service.db.authors.get(bob.user))?.name).toBe('Bob');
  const told = await alice.service.db.notifications.toArray();
  expect(told.map(({ is, user }) => `${is} ${user === bob.user ? 'Bob' : 'Carol'}`).sort()).toEqual([
    'comment Bob',
    'comment Carol',
    'reaction Bob',
  ]);
  expect((await bob.service.db.notifications.toArray()).map(({ is }) => is)).toEqual(['post', 'reply']);
  for (const { service } of [alice, bob, carol]) expect(await service.db.warnings.count()).toBe(0);
});

test('an edit keeps what stood there before, and a removed entry is gone for everybody', async () => {
  const { circle, alice, bob, carol } = await friends();
  const { drop } = await post(alice.service, { text: 'Frist', audience: 'friends' });
  await circle.settle(2);
  const [own] = await rows(alice, drop, 'post');
  await edit(alice.service, { drop, entry: own?.entry ?? '', text: 'First' });
  const { entry } = await comment(bob.service, { drop, text: 'Rude words' });
  await circle.settle(4);
  expect(await texts(carol, drop, 'post')).toEqual(['First']);
  const [seen] = await rows(carol, drop, 'post');
  expect(seen?.before.map(({ body }) => ('text' in body ? body.text : ''))).toEqual(['Frist']);
  await removeEntry(alice.service, { drop, entry });
  await circle.settle(4);
  for (const user of [alice, bob, carol]) {
    expect((await user.service.db.entries.get(`${drop}:${entry}`))?.state).toBe('removed');
    expect(await texts(user, drop, 'comment')).toEqual([]);
  }
});

test('a deleted thread is gone everywhere, photos too', async () => {
  const { circle, alice, bob } = await friends();
  const photos = [{ bytes: noise(5000) }];
  const { drop } = await post(alice.service, { text: 'Oops', photos, audience: 'friends' });
  await circle.settle(2);
  await deleteThread(alice.service, { drop });
  await circle.settle(2);
  for (const { service } of [alice, bob]) {
    expect(await service.db.entries.count()).toBe(0);
    expect(await service.db.blobs.count()).toBe(0);
    expect((await service.db.items.get(drop))?.state).toBe('deleted');
  }
  expect(await bob.service.db.newsFeed.count()).toBe(0);
  expect(await alice.service.db.deeds.count()).toBe(0);
});
