import type { EntryBody, Unknown } from '../protocol/inside.ts';
import type { Entry, Opening, OwnersRecord, SignedRecord, Standing, StoredEntry } from '../protocol/item.ts';

/** Rows of items, their entries and their large bytes. Whole items: moving needs no old server. */

/** What an entry says, opened. */
export type Body = EntryBody | Unknown;

/** A change of the owner's record on its way: kept from before its first try, so that a retry is the same deed. */
export interface PendingRecord {
  record: SignedRecord;
  /** With a re-key: the new readers' append keys and item key. */
  appendKeys?: Uint8Array[];
  itemKey?: Uint8Array;
}

/** An entry its owner's service has still to tell the audience of. */
export interface News {
  entry: string;
  by: string;
  mentions: string[];
}

/** An item we own or were given. */
export interface ItemRow {
  drop: string;
  id: Uint8Array;
  server: Uint8Array;
  kind: OwnersRecord['kind'];
  /** UserID of the owner, hex. */
  owner: string;
  mine: boolean;
  /** The owner's records, from number 0; empty before the first read. */
  records: SignedRecord[];
  /** The newest generation we have the key of. */
  gen: number;
  /** Item keys by generation. */
  itemKeys: { gen: number; key: Uint8Array }[];
  /** The pair read up to: nothing older or other is ever taken. */
  rev: number;
  root: Uint8Array;
  /** The newest standing its server signed, read or heard of; its revision may be above `rev`. */
  signed?: Standing;
  /** Standings heard of in letters and answers, above `rev`: the next read must pass through them. */
  heard: Standing[];
  /** The roots of the revisions from `from` to `rev`, 32 bytes each: what somebody else saw is held against them. */
  trail: { from: number; roots: Uint8Array };
  /** Where older entries and reactions go on at the server; null where all are here. */
  older: number | null;
  olderReactions: number | null;
  audience: 'friends' | 'chosen' | 'me';
  /** UserIDs (hex) the item was given to, where we own it. */
  readers: string[];
  /** The audience was told of it. */
  shared: boolean;
  when: number;
  state: 'making' | 'there' | 'closed' | 'deleted' | 'moved';
  /** What the owner wants of the record next, and what of it is on its way. */
  wants?: 'rekey' | 'close';
  pending?: PendingRecord;
  news: News[];
  /** The owner's deletion, or our own. */
  gone?: { key: Uint8Array; sig: Uint8Array };
  /** Why what the server says is not believed any more. */
  doubt?: string;
}

/** An own entry sealed and on its way, the same at every try. */
export interface Sending {
  entry: Entry;
  /** Our author's card, where the item has none yet. */
  card?: Entry;
  /** The wish it fulfils. */
  want: number;
  /** Revision seen when it was sealed: the server seeks duplicates from there. */
  seen: number;
}

/** post; comment of the first level; answer to a comment; reactions; gone: removed; else: cards, and what cannot be read. */
export type Lane = 'post' | 'comment' | 'answer' | 'reactions' | 'gone' | 'else';

/** An entry, sealed as it stands at the server and opened. */
export interface EntryRow {
  /** `<drop>:<entry id>` */
  key: string;
  drop: string;
  entry: string;
  /** Entry key (public), hex: one per person and item. */
  by: string;
  number: Uint8Array;
  /** As stored; absent while it waits in our outbox. */
  stored?: StoredEntry;
  /** Its `rev` at the pair its item is read up to: `stored` may be newer, put by us or told. Absent: not read yet. */
  read?: number;
  /** Revision of the item that accepted it; the largest number while it waits. */
  at: number;
  mine: boolean;
  /** UserID of its author, hex; empty while unknown. */
  author: string;
  /** What is inside; null where it could not be opened, or was removed. */
  body: Body | null;
  /** Revisions before this one, oldest first, as opened. */
  before: { rev: number; body: Body; when: number }[];
  /** Author's opening: what a report shows. */
  opening?: Opening;
  when: number;
  /** told: its author's letter showed it, its server did not yet. */
  state: 'waiting' | 'told' | 'there' | 'removed' | 'refused' | 'unreadable';
  /** Rises with each wish of ours for its body; `sent` is the last the server took. */
  want: number;
  sent: number;
  sending?: Sending;
  /** Chunks of revision `rev` the server has. */
  up?: { rev: number; count: number };
  /** For indexes: `places`. */
  lane?: Lane;
  under?: string;
  to?: string[];
}

/** Large bytes, whole and in the clear: own photos and those read. */
export interface BlobRow {
  /** Hash of the plaintext. */
  hash: string;
  bytes: Uint8Array;
  type: string;
  /** Items that point to it. */
  drops: string[];
}

/** Somebody who is no Friend and wrote where we read: what their card shows, and what the ID log says of it. */
export interface AuthorRow {
  user: string;
  name: string;
  account: Uint8Array;
  /** asked: not answered yet; listed: the log has this account under this name; wrong: under another one, or none. */
  state: 'asked' | 'listed' | 'wrong';
  /** Devices of theirs, by the ID log. */
  devices: Uint8Array[];
}

/** Where entries wait in their order: after all that have a revision. */
export const WAITING_AT = Number.MAX_SAFE_INTEGER;

/** What version 2 adds: a thread's page, its counts and reactions without reading all of it. */
export const itemStores2 = {
  entries: 'key, drop, [drop+at], [drop+by], [drop+lane+at], under, *to, author, state',
};

/** Stores of this family. */
export const itemStores = {
  items: 'drop, owner, kind, when, state',
  entries: 'key, drop, [drop+at], [drop+by], author, state',
  blobs: 'hash, *drops',
  authors: 'user',
};
