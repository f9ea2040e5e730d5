import { IDBObjectStore } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { comment } from '../../../lib/actions/items/comment.ts';
import { post } from '../../../lib/actions/items/post.ts';
import { react } from '../../../lib/actions/items/react.ts';
import { sendMessage } from '../../../lib/actions/letters/message.ts';
import { startLoop } from '../../../lib/actions/loop.ts';
import { runOutbox } from '../../../lib/actions/outbox/run.ts';
import { FullError } from '../../../lib/db/full.ts';
import { wholeThread } from '../db/cards.ts';
import { Circle, type User } from './items/circle.ts';

let circle: Circle;
let alice: User;
let bob: User;
/** Writes that still have room. */
let room = Number.POSITIVE_INFINITY;

beforeEach(async () => {
  room = Number.POSITIVE_INFINITY;
  circle = new Circle();
  [alice, bob] = [await circle.join('Alice'), await circle.join('Bob')];
  await circle.befriend(alice, bob);
  for (const name of ['put', 'add'] as const) {
    const real = IDBObjectStore.prototype[name];
    vi.spyOn(IDBObjectStore.prototype, name).mockImplementation(function (this: IDBObjectStore, ...args) {
      if (room-- <= 0) throw new DOMException('no room', 'QuotaExceededError');
      return real.apply(this, args as never);
    });
  }
});
afterEach(() => vi.restoreAllMocks());

/** All rows of a database, to be compared. */
const allOf = async ({ service: { db } }: User) =>
  Object.fromEntries(await Promise.all(db.tables.map(async (one) => [one.name, await one.toArray()])));

test('on a full disk every deed is refused whole, at each of its writes, and says why', async () => {
  const { drop } = await post(alice.service, { text: 'before', audience: 'friends' });
  const entry = (await wholeThread(alice.service.db, drop))?.post?.entry ?? '';
  const deeds = [
    () => post(alice.service, { text: 'no room for this', audience: 'friends' }),
    () => comment(alice.service, { drop, text: 'nor for this' }),
    () => react(alice.service, { drop, entry, reaction: 'like' }),
    () => sendMessage(alice.service, { user: bob.user, text: 'nor this' }),
  ];
  const before = await allOf(alice);
  for (const deed of deeds)
    for (const writes of [0, 1, 2]) {
      room = writes;
      await expect(deed()).rejects.toThrow(FullError);
      expect(await allOf(alice)).toEqual(before);
    }
  room = Number.POSITIVE_INFINITY;
  for (const deed of deeds) await deed();
  await circle.settle();
  expect((await wholeThread(bob.service.db, drop))?.post?.body).toMatchObject({ text: 'before' });
});

test('a disk that fills while the outbox runs loses no deed, doubles none, and all goes when there is room', async () => {
  const { drop } = await post(alice.service, { text: 'on its way', audience: 'friends' });
  for (const writes of [0, 1, 2, 4, 8]) {
    room = writes;
    await runOutbox(alice.service).catch((error: unknown) => expect(error).toBeInstanceOf(FullError));
    circle.pass(60_000);
  }
  room = Number.POSITIVE_INFINITY;
  await circle.settle();
  expect((await wholeThread(bob.service.db, drop))?.post?.body).toMatchObject({ text: 'on its way' });
  const items = [...circle.north.items.values(), ...circle.south.items.values()];
  expect(items.length).toBe(1);
  expect(items[0]?.entries.length).toBe(2);
});

test('on a full disk the outbox looks again in a minute, not at once', async () => {
  await post(alice.service, { text: 'waits', audience: 'friends' });
  room = 0;
  const waits: number[] = [];
  const failed: unknown[] = [];
  const later = (work: () => void, ms: number) => {
    waits.push(ms);
    if (ms === 0) setTimeout(work, 0);
    return () => undefined;
  };
  const loop = startLoop(Object.assign(alice.service, { later }), (error) => failed.push(error));
  await expect.poll(() => failed.filter((one) => one instanceof FullError).length).toBeGreaterThan(0);
  await expect.poll(() => waits).toContain(60_000);
  expect(waits.filter((ms) => ms > 0 && ms < 60_000)).toEqual([]);
  loop.stop();
});
