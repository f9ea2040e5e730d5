import { beforeEach, expect, test } from 'vitest';
import { watch } from '../../../lib/db/live.ts';
import { leavingView } from '../../../lib/db/queries/leaving.ts';
import { newsView } from '../../../lib/db/queries/news.ts';
import { outboxView } from '../../../lib/db/queries/outbox.ts';
import { unseenCount } from '../../../lib/db/queries/unseen.ts';
import type { Db } from '../../../lib/db/schema.ts';
import { countingDb, idOf } from './rows.ts';

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

test('a notification says who it comes from, and what waits for the answer', async () => {
  await db.authors.add({
    user: idOf(2),
    name: 'Carol',
    account: new Uint8Array(32),
    state: 'listed',
    devices: [],
  });
  const request = { user: idOf(3), name: 'Frank', text: 'We met', when: 2 };
  await db.requests.add(request);
  await db.notifications.bulkAdd([
    note(1, { drop: idOf(5), entry: idOf(9), user: idOf(2) }),
    note(2, { is: 'request', user: idOf(3) }),
    note(3, { is: 'accept', user: idOf(3) }),
    note(4, { is: 'post', user: idOf(4) }),
  ]);
  const lines = await newsView(db, 10);
  expect(lines.map(({ id, name, request }) => [id, name, request])).toEqual([
    ['4', '', null],
    ['3', '', null],
    ['2', 'Frank', request],
    ['1', 'Carol', null],
  ]);
  expect((await newsView(db, 2)).map(({ id }) => id)).toEqual(['4', '3']);
});

test('the outbox tells what waits, oldest first, and what was refused why; of house-keeping nothing', async () => {
  const deed = { kind: 'put', args: {}, drop: '', tries: 0, next: 0, after: [], round: 0 };
  await db.deeds.bulkAdd([
    { ...deed, id: 'a', state: 'waiting', made: 70 },
    { ...deed, id: 'b', state: 'waiting', made: 50 },
    { ...deed, id: 'c', state: 'refused', code: 'quota', made: 10 },
    { ...deed, id: 'd', kind: 'watch', state: 'waiting', made: 1 },
  ]);
  expect((await outboxView(db)).map(({ id, kind, state, code }) => [id, kind, state, code])).toEqual([
    ['c', 'put', 'refused', 'quota'],
    ['b', 'put', 'waiting', null],
    ['a', 'put', 'waiting', null],
  ]);
});

test('who leaves sees how many letters nobody has taken yet', async () => {
  const letter = { log: '', number: 0, device: '', hash: '', receipt: false, stranger: false, sent: 0 };
  const signed = { letter: new Uint8Array(), sig: new Uint8Array(64) };
  await db.lettersOut.bulkAdd([
    { ...letter, key: '1', user: idOf(3), signed },
    { ...letter, key: '2', user: idOf(3), signed, sent: 5 },
    { ...letter, key: '3', user: idOf(3), signed, receipt: true },
  ]);
  expect(await leavingView(db)).toBeNull();
  await db.settings.put({ key: 'leaving', value: { step: 'items', all: 1 } });
  expect(await leavingView(db)).toEqual({ step: 'items', all: 1, done: 1, letters: 1 });
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
