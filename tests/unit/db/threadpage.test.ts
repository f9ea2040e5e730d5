import { beforeEach, expect, test } from 'vitest';
import { WAITING_AT } from '../../../lib/db/items.ts';
import { feedBound, feedRange, LATEST } from '../../../lib/db/queries/homefeed.ts';
import { reactedTo, threadPage } from '../../../lib/db/queries/thread.ts';
import type { Db } from '../../../lib/db/schema.ts';
import { newestCards, wholeThread } from './cards.ts';
import { commentBody, countingDb, entry, idOf, item, postBody, reactionsBody } from './rows.ts';

const DROP = idOf(0xd0);

let db: Db;
let read: () => number;
beforeEach(async () => {
  ({ db, read } = countingDb());
  await db.items.add(item(DROP));
  await db.entries.add(entry(DROP, 1, postBody('the post')));
});

const texts = (lines: { body: unknown }[] = []) => lines.map(({ body }) => (body as { text: string }).text);

test('of 5,000 comments the newest 20 are read and no other, and pages lead to the first', async () => {
  const rows = Array.from({ length: 5_000 }, (_, i) => entry(DROP, i + 2, commentBody(`${i}`)));
  await db.entries.bulkAdd(rows);
  read();
  const page = await threadPage(db, DROP, { limit: 20 });
  expect(read()).toBeLessThan(120);
  expect(texts(page?.comments)).toEqual(Array.from({ length: 20 }, (_, i) => `${4_980 + i}`));
  expect(texts(page?.post ? [page.post] : [])).toEqual(['the post']);
  let seen = 20;
  for (let next = page?.next ?? null; next !== null; ) {
    const older = await threadPage(db, DROP, { limit: 500, before: next });
    seen += older?.comments.length ?? 0;
    next = older?.next ?? null;
  }
  expect(seen).toBe(5_000);
}, 30_000);

test('answers stand below their comment however old it is, answers to answers with it', async () => {
  await db.entries.bulkAdd([
    entry(DROP, 2, commentBody('first')),
    entry(DROP, 3, commentBody('second')),
    entry(DROP, 4, commentBody('to the first', 2)),
    entry(DROP, 5, commentBody('to that', 4)),
  ]);
  const page = await threadPage(db, DROP, { limit: 20 });
  expect(texts(page?.comments)).toEqual(['first', 'second']);
  expect(texts(page?.comments[0]?.answers)).toEqual(['to the first', 'to that']);
});

test('an answer to what is not here, or cannot be read, stands for itself; a removed comment stays where it was answered', async () => {
  await db.entries.bulkAdd([
    entry(DROP, 2, null, { state: 'removed' }),
    entry(DROP, 3, null, { state: 'removed' }),
    entry(DROP, 4, null, { state: 'unreadable' }),
    entry(DROP, 5, commentBody('to the removed one', 2)),
    entry(DROP, 6, commentBody('to the unreadable one', 4)),
    entry(DROP, 7, commentBody('to one at the server', 99)),
  ]);
  const view = await wholeThread(db, DROP);
  expect(view?.comments.map(({ state, body }) => (body && 'text' in body ? body.text : state))).toEqual([
    'removed',
    'to the unreadable one',
    'to one at the server',
  ]);
  expect(texts(view?.comments[0]?.answers)).toEqual(['to the removed one']);
});

test('what waits to be sent comes last, on the first page, and once', async () => {
  await db.entries.bulkAdd([
    ...Array.from({ length: 30 }, (_, i) => entry(DROP, i + 2, commentBody(`${i}`))),
    entry(DROP, 90, commentBody('mine'), { at: WAITING_AT, mine: true, state: 'waiting' }),
  ]);
  const first = await threadPage(db, DROP, { limit: 10 });
  expect(texts(first?.comments).at(-1)).toBe('mine');
  const second = await threadPage(db, DROP, { limit: 50, before: first?.next ?? 0 });
  expect(texts(second?.comments)).not.toContain('mine');
  expect(new Set([...texts(first?.comments), ...texts(second?.comments)]).size).toBe(31);
});

test('reactions count for the thread they are in, and no entry of another thread is answered', async () => {
  const other = idOf(0xee);
  await db.items.add(item(other));
  await db.entries.bulkAdd([
    entry(DROP, 10, reactionsBody(1, 'like'), { mine: true }),
    entry(DROP, 11, reactionsBody(1, 'like')),
    entry(DROP, 12, reactionsBody(1, 'love')),
    entry(other, 13, reactionsBody(1, 'like')),
    entry(other, 14, commentBody('slipped in', 1)),
  ]);
  const view = await wholeThread(db, DROP);
  expect(view?.post?.reactions).toEqual([
    { reaction: 'like', count: 2, mine: true },
    { reaction: 'love', count: 1, mine: false },
  ]);
  expect(await reactedTo(db, DROP, idOf(1))).toHaveLength(3);
  expect(texts(view?.comments)).toEqual([]);
  await db.entries.update(`${DROP}:${idOf(11)}`, { body: { is: 'reactions', to: [], when: 2 } });
  await db.entries.update(`${DROP}:${idOf(12)}`, { state: 'removed', body: null });
  expect((await wholeThread(db, DROP))?.post?.reactions).toEqual([
    { reaction: 'like', count: 1, mine: true },
  ]);
});

test('a page of the feed reads its own posts alone, out of thousands and with thousands of comments', async () => {
  const drops = Array.from({ length: 2_000 }, (_, i) => idOf(0x1000 + i));
  await db.items.bulkAdd(drops.map((drop, i) => item(drop, { when: i, owner: idOf((i % 50) + 1) })));
  await db.newsFeed.bulkAdd(drops.map((drop, i) => ({ drop, user: idOf((i % 50) + 1), when: i })));
  await db.entries.bulkAdd(
    drops.map((drop, i) => entry(drop, 1, postBody(`${i}`), { author: idOf((i % 50) + 1) })),
  );
  const last = drops.at(-1) ?? '';
  const comments = Array.from({ length: 1_000 }, (_, i) => entry(last, i + 2, commentBody(`${i}`)));
  await db.entries.bulkAdd(comments);
  read();
  const cards = await newestCards(db, 20);
  expect(read()).toBeLessThan(150);
  expect(cards.map(({ drop }) => drop)).toEqual(drops.slice(-20).reverse());
  expect(cards[0]).toMatchObject({ comments: 1_000, body: { text: '1999' } });
  const of = { is: 'friend', user: idOf(7) } as const;
  const from = (await feedBound(db, of, LATEST, 20)) ?? 0;
  const theirs = await feedRange(db, of, from, LATEST);
  expect(read()).toBeLessThan(150);
  expect(theirs.map(({ drop }) => drop)).toEqual(
    drops
      .filter((_, i) => i % 50 === 6)
      .slice(-20)
      .reverse(),
  );
}, 30_000);
