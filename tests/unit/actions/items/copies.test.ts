import { beforeEach, expect, test } from 'vitest';
import { loadBlob } from '../../../../lib/actions/items/blobs.ts';
import { comment } from '../../../../lib/actions/items/comment.ts';
import { post } from '../../../../lib/actions/items/post.ts';
import { react } from '../../../../lib/actions/items/react.ts';
import { enqueue } from '../../../../lib/actions/outbox/enqueue.ts';
import { hex } from '../../../../lib/bytes.ts';
import { reactedTo } from '../../../../lib/db/queries/thread.ts';
import { newestCards, wholeThread } from '../../db/cards.ts';
import { Circle, noise, type User } from './circle.ts';

let circle: Circle;
let alice: User;
let bob: User;

beforeEach(async () => {
  circle = new Circle();
  [alice, bob] = [await circle.join('Alice'), await circle.join('Bob')];
  await circle.befriend(alice, bob);
});

/** A second service on a copy of the user's database, as from a backup. */
async function copyOf(user: User): Promise<User> {
  const twin = await circle.join(`${user.name}, again`);
  for (const table of user.service.db.tables) {
    const copied = twin.service.db.table(table.name);
    await copied.clear();
    await copied.bulkPut(await table.toArray());
  }
  circle.users.pop();
  return { ...user, service: twin.service };
}

test('two services on copies of one database write in turns, and nothing is lost', async () => {
  const { drop } = await post(alice.service, { text: 'Hello', audience: 'friends' });
  await circle.settle(2);
  const entry = (await wholeThread(bob.service.db, drop))?.post?.entry ?? '';
  await react(bob.service, { drop, entry, reaction: 'like' });
  await circle.settle(3);
  const twin = await copyOf(bob);
  await comment(bob.service, { drop, text: 'From here' });
  await react(bob.service, { drop, entry, reaction: 'haha' });
  await circle.run(bob);
  await comment(twin.service, { drop, text: 'From there' });
  await react(twin.service, { drop, entry, reaction: 'sad' });
  await circle.run(twin);
  circle.pass(60_000);
  await circle.run(twin);
  expect(await twin.service.db.deeds.where('kind').equals('put').toArray()).toEqual([]);
  await circle.settle(4);
  const view = await wholeThread(alice.service.db, drop);
  expect(view?.comments.map(({ body }) => body)).toMatchObject([
    { text: 'From here' },
    { text: 'From there' },
  ]);
  expect(await reactedTo(alice.service.db, drop, entry)).toMatchObject([{ name: 'Bob', reaction: 'sad' }]);
  for (const { service } of [alice, bob, twin]) expect(await service.db.warnings.toArray()).toEqual([]);
});

test('a photo whose chunk is another one is not shown, and not kept', async () => {
  const { drop } = await post(alice.service, {
    text: '',
    photos: [{ bytes: noise(9000) }],
    audience: 'friends',
  });
  await circle.settle(2);
  for (const { chunks } of [...circle.north.items.values(), ...circle.south.items.values()])
    for (const [name, bytes] of chunks) chunks.set(name, noise(bytes.length));
  const { body, entry } = (await wholeThread(bob.service.db, drop))?.post ?? {};
  const photo = body && 'photos' in body ? body.photos[0] : undefined;
  const name = { drop, entry: entry ?? '', hash: hex(photo?.hash ?? noise(1)) };
  await expect(loadBlob(bob.service, name)).rejects.toMatchObject({ name: 'MalformedError' });
  expect(await bob.service.db.blobs.count()).toBe(0);
});

test('a new Friend gets the Wall as far back as was said, and what was for some only does not come along', async () => {
  await post(alice.service, { text: 'Long ago', audience: 'friends' });
  circle.pass(3_600_000);
  const since = circle.world.now;
  await post(alice.service, { text: 'Lately', audience: 'friends' });
  await post(alice.service, { text: 'For Bob', audience: 'chosen', chosen: [bob.user] });
  await circle.settle(2);
  const carol = await circle.join('Carol');
  await circle.befriend(alice, carol);
  await alice.service.db.friends.update(carol.user, { wallFrom: since });
  await enqueue(alice.service, 'wall', { user: carol.user });
  await circle.settle(3);
  const shown = await newestCards(carol.service.db, 10);
  expect(shown.map(({ body }) => body)).toMatchObject([{ text: 'Lately' }]);
});
