import { beforeEach, expect, test } from 'vitest';
import { closeTo } from '../../../../lib/actions/items/closeto.ts';
import { comment } from '../../../../lib/actions/items/comment.ts';
import { post } from '../../../../lib/actions/items/post.ts';
import { readItem } from '../../../../lib/actions/items/read.ts';
import { Circle, type User } from './circle.ts';

let circle: Circle;
let alice: User;
let bob: User;
let mallory: User;
let drop: string;
const DAY = 86_400_000;

beforeEach(async () => {
  circle = new Circle();
  [alice, bob, mallory] = [
    await circle.join('Alice'),
    await circle.join('Bob'),
    await circle.join('Mallory'),
  ];
  await circle.befriend(alice, bob);
  await circle.befriend(alice, mallory);
  drop = (await post(alice.service, { text: 'Hello', audience: 'friends' })).drop;
  await circle.settle(2);
});

async function unfriend(who: User): Promise<void> {
  const { db } = alice.service;
  await db.friends.update(who.user, { state: 'ended' });
  await db.atomically(() => closeTo(alice.service, who.user));
}

async function commentsOf({ service }: User): Promise<string[]> {
  const rows = await service.db.entries.where('drop').equals(drop).sortBy('at');
  return rows.flatMap(({ body }) => (body?.is === 'comment' && 'text' in body ? [body.text] : []));
}

test('after unfriending, an item in use gets a new generation, and the ex-Friend neither writes nor reads on', async () => {
  await unfriend(mallory);
  await circle.run(alice);
  await comment(mallory.service, { drop, text: 'Still here' });
  await circle.settle(3);
  expect(await mallory.service.db.deeds.toArray()).toMatchObject([{ kind: 'put', state: 'rekeyed' }]);
  await comment(bob.service, { drop, text: 'Among us' });
  await circle.settle(4);
  expect(await commentsOf(alice)).toEqual(['Among us']);
  await readItem(mallory.service, drop);
  const seen = await mallory.service.db.entries.where('drop').equals(drop).toArray();
  expect(seen.some(({ body }) => body !== null && 'text' in body && body.text === 'Among us')).toBe(false);
  expect(await bob.service.db.warnings.count()).toBe(0);
});

test('a comment under way when the generation changes waits for the letter and then goes through', async () => {
  await unfriend(mallory);
  await circle.run(alice);
  await comment(bob.service, { drop, text: 'In between' });
  await circle.run(bob);
  expect(await bob.service.db.deeds.toArray()).toMatchObject([{ kind: 'put', state: 'rekeyed' }]);
  expect(await circle.deliver(alice, bob)).toEqual(['rekey']);
  await circle.settle(3);
  expect(await commentsOf(alice)).toEqual(['In between']);
  expect(await bob.service.db.deeds.count()).toBe(0);
  // what was written before the change is still read, with the older key
  const posts = await bob.service.db.entries.filter(({ body }) => body?.is === 'post').toArray();
  expect(posts.map(({ state }) => state)).toEqual(['there']);
});

test('an old item is closed at once, and opened with a new generation when somebody wants to answer', async () => {
  const { db } = alice.service;
  const old = (row: { when: number }) => {
    row.when -= 60 * DAY;
  };
  await db.items.toCollection().modify(old);
  await db.entries.toCollection().modify(old);
  await unfriend(mallory);
  await circle.settle(1);
  expect((await alice.service.db.items.get(drop))?.state).toBe('closed');
  await comment(bob.service, { drop, text: 'Remember?' });
  await circle.settle(5);
  expect(await commentsOf(alice)).toEqual(['Remember?']);
  const item = await alice.service.db.items.get(drop);
  expect([item?.state, item?.gen]).toEqual(['there', 1]);
});
