import { IDBKeyRange, indexedDB } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { openDb } from '../../../lib/db/open.ts';

const open = (name: string) => openDb(name, { indexedDB, IDBKeyRange });
const key = (name: string) => ({ name, bytes: new Uint8Array(32), number: 0, made: 1 });

test('has a table for every list of the user', async () => {
  const db = open('lists');
  const lists = ['profile', 'credentials', 'friends', 'groups', 'ownedGroups', 'pages', 'likes', 'albums'];
  const more = ['notifications', 'inbox', 'sent', 'requests', 'wall', 'activities', 'newsFeed'];
  for (const list of [...lists, ...more]) expect(await db.table(list).count()).toBe(0);
});

test('a change over several tables happens whole or not at all', async () => {
  const db = open('whole');
  const broken = db.atomically(async () => {
    await db.keys.put(key('vault'));
    await db.settings.put({ key: 'mark', value: 'blue' });
    throw new Error('died');
  });
  await expect(broken).rejects.toThrow('died');
  expect([await db.keys.count(), await db.settings.count()]).toEqual([0, 0]);
});

test('answers a native promise, as messages between extension parts need', async () => {
  const answer = open('native').atomically(async () => 1);
  expect(Object.getPrototypeOf(answer)).toBe(Promise.prototype);
  await answer;
});

test('what was written is there when the database is opened again', async () => {
  const first = open('again');
  await first.keys.put(key('device'));
  first.close();
  expect((await open('again').keys.get('device'))?.bytes).toEqual(new Uint8Array(32));
});
