import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { openDb } from '../../../lib/db/open.ts';

/** A browser's IndexedDB on a disk that may be full: then nothing is opened. */
function makeDisk() {
  const real = new IDBFactory();
  const disk = { full: false };
  const refuse = () => {
    const request = {
      error: new DOMException('Internal error opening backing store for indexedDB.open.', 'UnknownError'),
      onerror: (_: object): void => undefined,
    };
    queueMicrotask(() => request.onerror({ target: request, preventDefault() {}, stopPropagation() {} }));
    return request;
  };
  const indexedDB = new Proxy(real, {
    get: (target, name) => {
      if (name === 'open' && disk.full) return refuse;
      const value = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { disk, indexedDB };
}

test('a database that a full disk kept from being opened works once there is room, without a new program', async () => {
  const { disk, indexedDB } = makeDisk();
  const before = openDb('peerwall', { indexedDB, IDBKeyRange });
  await before.settings.put({ key: 'draft:post', value: 'kept' });
  before.close();
  const db = openDb('peerwall', { indexedDB, IDBKeyRange });
  disk.full = true;
  await expect(db.settings.get('draft:post')).rejects.toThrow();
  await expect(db.settings.put({ key: 'draft:post', value: 'lost' })).rejects.toThrow();
  disk.full = false;
  await expect
    .poll(() => db.settings.get('draft:post').catch(() => undefined), { timeout: 5_000 })
    .toMatchObject({ value: 'kept' });
  db.close();
  await expect(db.settings.get('draft:post')).rejects.toThrow();
});
