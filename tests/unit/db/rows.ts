import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { fromHex } from '../../../lib/bytes.ts';
import type { EntryRow, ItemRow } from '../../../lib/db/items.ts';
import { openDb } from '../../../lib/db/open.ts';
import type { Db } from '../../../lib/db/schema.ts';
import type { Post } from '../../../lib/protocol/inside.ts';

/** A database of its own that counts the rows it hands out. */
export function countingDb(): { db: Db; read: () => number } {
  const db = openDb('rows', { indexedDB: new IDBFactory(), IDBKeyRange });
  let rows = 0;
  const counted = <T>(answer: T): T => {
    rows += Array.isArray(answer) ? answer.length : 1;
    return answer;
  };
  db.use({
    stack: 'dbcore',
    name: 'counting',
    create: (core) => ({
      ...core,
      table: (name) => {
        const table = core.table(name);
        return {
          ...table,
          get: async (request) => counted(await table.get(request)),
          getMany: async (request) => counted(await table.getMany(request)),
          query: async (request) => {
            const answer = await table.query(request);
            if (request.values === true) counted(answer.result);
            return answer;
          },
          openCursor: async (request) => {
            const cursor = await table.openCursor(request);
            if (cursor === null) return cursor;
            const start = cursor.start.bind(cursor);
            cursor.start = (onNext) =>
              start(() => {
                rows++;
                onNext();
              });
            return cursor;
          },
        };
      },
    }),
  });
  const read = () => {
    const before = rows;
    rows = 0;
    return before;
  };
  return { db, read };
}

/** A number as an id of 32 bytes, hex. */
export const idOf = (n: number) => n.toString(16).padStart(64, '0');

export function item(drop: string, over: Partial<ItemRow> = {}): ItemRow {
  return {
    drop,
    id: new Uint8Array(32),
    server: new Uint8Array(32),
    kind: 'thread',
    owner: idOf(1),
    mine: false,
    records: [],
    gen: 0,
    itemKeys: [],
    rev: 0,
    root: new Uint8Array(32),
    heard: [],
    trail: { from: 0, roots: new Uint8Array(0) },
    older: null,
    olderReactions: null,
    audience: 'friends',
    readers: [],
    shared: false,
    when: 1,
    state: 'there',
    news: [],
    ...over,
  };
}

export function entry(
  drop: string,
  n: number,
  body: EntryRow['body'],
  over: Partial<EntryRow> = {},
): EntryRow {
  return {
    key: `${drop}:${idOf(n)}`,
    drop,
    entry: idOf(n),
    by: idOf(n),
    number: new Uint8Array(16),
    at: n,
    mine: false,
    author: idOf(1),
    body,
    before: [],
    when: n,
    state: 'there',
    want: 0,
    sent: 0,
    ...over,
  };
}

export const postBody = (text: string): Post => ({
  is: 'post',
  text,
  when: 1,
  mentions: [],
  photos: [],
  keywords: [],
  audience: 'friends',
});

export const commentBody = (text: string, re: number | null = null): EntryRow['body'] => ({
  is: 'comment',
  text,
  when: 1,
  mentions: [],
  photos: [],
  re: re === null ? null : fromHex(idOf(re)),
});

export const reactionsBody = (to: number, reaction: 'like' | 'love'): EntryRow['body'] => ({
  is: 'reactions',
  to: [[fromHex(idOf(to)), reaction]],
  when: 1,
});
