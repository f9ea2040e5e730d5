import { beforeEach, expect, test } from 'vitest';
import { watch } from '../../../lib/db/live.ts';
import { feedTop } from '../../../lib/db/queries/feedtop.ts';
import { notificationsPage } from '../../../lib/db/queries/notifications.ts';
import { statusView } from '../../../lib/db/queries/status.ts';
import { unseenCount } from '../../../lib/db/queries/unseen.ts';
import type { Db } from '../../../lib/db/schema.ts';
import { commentBody, countingDb, entry, idOf, item } from './rows.ts';

let db: Db;
let read: () => number;
beforeEach(() => {
  ({ db, read } = countingDb());
});

const note = (n: number, over: object = {}) => ({
  id: `${n}`,
  is: 'comment',
  when: n,
  seen: n % 2 === 0,
  ...over,
});

test('unseen notifications are counted without reading any, and follow what is seen', async () => {
  await db.notifications.bulkAdd(Array.from({ length: 100 }, (_, i) => note(i)));
  read();
  expect(await unseenCount(db)).toBe(50);
  expect(read()).toBe(0);
  await db.notifications.update('1', { seen: true });
  expect(await unseenCount(db)).toBe(49);
});

test('a notification says who, what was written, and where a click leads', async () => {
  const drop = idOf(5);
  await db.items.bulkAdd([item(drop), item(idOf(6), { state: 'deleted' })]);
  await db.entries.add(entry(drop, 9, commentBody('nice')));
  await db.authors.add({
    user: idOf(2),
    name: 'Carol',
    account: new Uint8Array(32),
    state: 'listed',
    devices: [],
  });
  await db.notifications.bulkAdd([
    note(1, { drop, entry: idOf(9), user: idOf(2) }),
    note(2, { is: 'request', user: idOf(2) }),
    note(3, { drop: idOf(6), user: idOf(2) }),
  ]);
  const { lines } = await notificationsPage(db, 10);
  expect(lines.map(({ leads, name }) => [leads, name])).toEqual([
    [null, 'Carol'],
    ['person', 'Carol'],
    ['thread', 'Carol'],
  ]);
  expect(lines[2]).toMatchObject({ owner: idOf(1), body: { text: 'nice' } });
  const first = await notificationsPage(db, 2);
  expect((await notificationsPage(db, 2, first.next ?? 0)).lines.map(({ id }) => id)).toEqual(['1']);
});

test('the top of the feed says what was on the screen already', async () => {
  await db.newsFeed.bulkAdd([1, 2].map((n) => ({ drop: idOf(n), user: idOf(9), when: n })));
  await db.settings.put({ key: `seen:${idOf(1)}`, value: true });
  expect(await feedTop(db, 5)).toEqual([
    { drop: idOf(2), when: 2, seen: false },
    { drop: idOf(1), when: 1, seen: true },
  ]);
});

test('the status tells what waits since when, what was refused, and for whom letters lie', async () => {
  const deed = { kind: 'put', args: {}, drop: '', tries: 0, next: 0, after: [], round: 0 };
  await db.deeds.bulkAdd([
    { ...deed, id: 'a', state: 'waiting', made: 70 },
    { ...deed, id: 'b', state: 'waiting', made: 50 },
    { ...deed, id: 'c', state: 'refused', code: 'quota', made: 10 },
    { ...deed, id: 'd', kind: 'watch', state: 'waiting', made: 1 },
  ]);
  const letter = { log: '', number: 0, device: '', hash: '', receipt: false, stranger: false, sent: 0 };
  const signed = { letter: new Uint8Array(), sig: new Uint8Array(64) };
  await db.lettersOut.bulkAdd([
    { ...letter, key: '1', user: idOf(3), signed },
    { ...letter, key: '2', user: idOf(3), signed, sent: 5 },
  ]);
  expect(await statusView(db)).toMatchObject({
    waiting: 2,
    oldest: 50,
    refused: [{ id: 'c', kind: 'put', code: 'quota' }],
    letters: [{ user: idOf(3), count: 1 }],
    anonymity: null,
  });
});

test('a watched query answers again when what it read changes, and no more once ended', async () => {
  const answers: number[] = [];
  const stop = watch(
    () => db.wall.count(),
    (value) => answers.push(value),
  );
  await expect.poll(() => answers).toEqual([0]);
  await db.wall.put({ drop: 'a', when: 1 });
  await expect.poll(() => answers).toEqual([0, 1]);
  stop();
  await db.wall.put({ drop: 'b', when: 1 });
  await expect.poll(async () => await db.wall.count()).toBe(2);
  expect(answers).toEqual([0, 1]);
});
