import type { OwnersRecord, SignedRecord, StoredEntry } from '../protocol/item.ts';

/** Rows of items, their entries and their large bytes. Whole items: moving needs no old server. */

/** An item we own or were given. */
export interface ItemRow {
  drop: string;
  id: Uint8Array;
  server: Uint8Array;
  kind: OwnersRecord['kind'];
  /** UserID of the owner, hex. */
  owner: string;
  mine: boolean;
  /** The owner's records, from number 0. */
  records: SignedRecord[];
  gen: number;
  /** Item keys by generation. */
  itemKeys: { gen: number; key: Uint8Array }[];
  /** The newest standing known: nothing older or other is taken. */
  rev: number;
  root: Uint8Array;
  /** Up to which revision entries are here. */
  read: number;
  audience: 'friends' | 'chosen' | 'me';
  /** UserIDs (hex) the item was given to, where we own it. */
  readers: string[];
  when: number;
  state: 'making' | 'there' | 'closed' | 'deleted' | 'moved';
  /** The owner's deletion, or our own. */
  gone?: { key: Uint8Array; sig: Uint8Array };
}

/** An entry, sealed as it stands at the server and opened. */
export interface EntryRow {
  /** `<drop>:<entry id>` */
  key: string;
  drop: string;
  entry: string;
  /** As stored; absent `at` 0 while it waits in our outbox. */
  stored: StoredEntry;
  mine: boolean;
  /** UserID of its author, hex; empty while unknown. */
  author: string;
  /** What is inside: card, post, comment, reactions, page; null where it could not be opened. */
  body: Record<string, unknown> | null;
  /** Revisions before this one, oldest first, as opened. */
  before: { rev: number; body: Record<string, unknown>; at: number }[];
  /** Author's opening: what a report shows. */
  opening?: { head: Uint8Array; device: Uint8Array; sig: Uint8Array; salt: Uint8Array; body: Uint8Array };
  when: number;
  state: 'waiting' | 'there' | 'removed' | 'refused' | 'unreadable';
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

/** A chunk on its way to or from a server. */
export interface ChunkRow {
  /** `<drop>:<entry>:<rev>:<number>` */
  key: string;
  drop: string;
  bytes: Uint8Array;
}

/** Stores of this family. */
export const itemStores = {
  items: 'drop, owner, kind, when, state',
  entries: 'key, drop, [drop+when], author, state',
  blobs: 'hash, *drops',
  chunks: 'key, drop',
};
