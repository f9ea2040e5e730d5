import { randomBytes } from 'node:crypto';
import { base64url, hex } from '../../../lib/bytes.ts';
import type { EntryRow, ItemRow } from '../../../lib/db/items.ts';
import { placeOf } from '../../../lib/db/places.ts';

/** Rows of invented people and threads, as they lie in the extension's database. */

const bytes = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

export const PEOPLE = ['Alice', 'Bob', 'Carol Ostrowska', 'Dave', 'Erin'].map((name, i) => ({
  name,
  user: hex(new Uint8Array(32).fill(i * 37 + 11)),
}));
const [ALICE, BOB] = PEOPLE as [(typeof PEOPLE)[number], (typeof PEOPLE)[number]];

export { ALICE, BOB };

/** One table's rows. */
export type Rows = Record<string, object[]>;

/** Bob is the user; the others are Friends. */
export function people(): Rows {
  const friends = PEOPLE.filter(({ name }) => name !== 'Bob').map(({ user, name }) => ({
    user,
    name,
    account: bytes(32),
    state: 'friend',
    contact: 1,
    since: Date.now(),
    verified: false,
    checked: true,
  }));
  const profile = { key: 'me', user: fromHexOf(BOB.user), name: 'Bob', number: 0, leaves: [] };
  return { friends, profile: [profile] };
}

function fromHexOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'hex'));
}

export function item(drop: string, over: Partial<ItemRow> = {}): object {
  return {
    drop,
    id: bytes(32),
    server: bytes(32),
    kind: 'thread',
    owner: ALICE.user,
    mine: false,
    records: [],
    gen: 0,
    itemKeys: [],
    rev: 1,
    root: bytes(32),
    heard: [],
    trail: { from: 0, roots: bytes(32) },
    older: null,
    olderReactions: null,
    audience: 'friends',
    readers: [],
    shared: true,
    when: Date.now() - 3_600_000,
    state: 'there',
    news: [],
    ...over,
  };
}

let at = 1;
export function entry(
  drop: string,
  author: string,
  body: EntryRow['body'],
  over: Partial<EntryRow> = {},
): EntryRow {
  const id = over.entry ?? hex(bytes(32));
  const row: EntryRow = {
    key: `${drop}:${id}`,
    drop,
    entry: id,
    by: hex(bytes(32)),
    number: bytes(16),
    at: at++,
    mine: author === BOB.user,
    author,
    body,
    before: [],
    when: Date.now() - 3_000_000 + at * 1000,
    state: 'there',
    want: 1,
    sent: 1,
    ...over,
  };
  return { ...row, ...placeOf(row) };
}

interface Words {
  text: string;
  re?: string | null;
  photos?: { hash: string; width: number; height: number; alt: string }[];
  /** The text goes on at the server. */
  long?: boolean;
}

export function post({ text, photos = [], long = false }: Words): EntryRow['body'] {
  const more = long ? { long: { key: bytes(32), hash: bytes(32), size: 1, first: 0, count: 1 } } : {};
  return { is: 'post', ...words({ text, photos }), ...more, keywords: [], audience: 'friends' };
}

export function comment({ text, re = null }: Words): EntryRow['body'] {
  return { is: 'comment', ...words({ text }), re: re === null ? null : fromHexOf(re) };
}

export function reactions(to: [string, 'like' | 'love' | 'haha' | 'care'][]): EntryRow['body'] {
  return {
    is: 'reactions',
    to: to.map(([entry, reaction]) => [fromHexOf(entry), reaction]),
    when: Date.now(),
  };
}

function words({ text, photos = [] }: Words) {
  const blob = { key: bytes(32), size: 1, first: 0, count: 1, type: 'image/jpeg' as const };
  return {
    text,
    when: Date.now() - 3_600_000,
    mentions: [],
    photos: photos.map(({ hash, ...about }) => ({ ...blob, ...about, hash: fromHexOf(hash) })),
  };
}

/** JSON in which bytes keep being bytes. */
export function pack(rows: Rows): string {
  return JSON.stringify(rows, (_, value) =>
    value instanceof Uint8Array ? { $bytes: base64url(value) } : value,
  );
}
