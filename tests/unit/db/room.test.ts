import { IDBDatabase, IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, expect, test, vi } from 'vitest';
import { FullError } from '../../../lib/db/full.ts';
import { openDb } from '../../../lib/db/open.ts';
import { Room } from '../../../lib/db/room.ts';

const MIB = 1_048_576;
let left = 0;
let asked = 0;
const storage = {
  estimate: async () => {
    asked++;
    return { quota: 5 * MIB + left, usage: 5 * MIB };
  },
};
const open = () => openDb('peerwall', { indexedDB: new IDBFactory(), IDBKeyRange });

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('without room nothing is tried to be written, what is there is read, and with room all goes on', async () => {
  vi.stubGlobal('navigator', { storage });
  const begun = vi.spyOn(IDBDatabase.prototype, 'transaction');
  const db = open();
  left = 40 * MIB;
  await db.atomically(() => db.settings.put({ key: 'a', value: 1 }));
  left = 2 * MIB;
  begun.mockClear();
  await expect(db.atomically(() => db.settings.put({ key: 'b', value: 2 }))).rejects.toThrow(FullError);
  await expect(db.settings.put({ key: 'b', value: 2 })).rejects.toThrow(FullError);
  expect(begun).not.toHaveBeenCalled();
  expect(await db.settings.toArray()).toEqual([{ key: 'a', value: 1 }]);
  left = 40 * MIB;
  await db.atomically(() => db.atomically(() => db.settings.put({ key: 'b', value: 2 })));
  await db.settings.put({ key: 'c', value: 3 });
  expect(await db.settings.count()).toBe(3);
});

test('on a disk with plenty of room it is asked now and then, on a small one each time', async () => {
  let now = 0;
  const room = new Room(
    () => storage,
    () => now,
  );
  const looks = async (times: number) => {
    asked = 0;
    for (let i = 0; i < times; i++) await room.look();
    return asked;
  };
  left = 8_000 * MIB;
  expect(await looks(5)).toBe(1);
  now += 2_000;
  left = 100 * MIB;
  expect(await looks(5)).toBe(5);
  expect(room.full).toBe(false);
});

test('where the browser says nothing there is room', async () => {
  const silent = new Room(() => ({ estimate: () => Promise.reject(new TypeError('no word')) }));
  await silent.look();
  expect(silent.full).toBe(false);
  expect(new Room(() => undefined).look()).toBe(null);
});
