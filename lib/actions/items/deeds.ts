import type { Entry, SignedRecord } from '../../protocol/item.ts';

/** What makes a new item, the same at every try. */
export interface Creation {
  record: SignedRecord;
  appendKeys: Uint8Array[];
  entries: Entry[];
}

/** Deeds on items: each with its arguments. Drops, entry ids and UserIDs are hex. */
export interface ItemDeeds {
  /** Makes a new item with its first entries. */
  create: { drop: string; creation: Creation };
  /** Brings an own entry to where the user wants it: appends it, or its next revision. */
  put: { drop: string; entry: string };
  /** Brings the large bytes of an own entry's revision. */
  chunks: { drop: string; entry: string };
  /** Takes an entry out: our own, or another's out of an item of ours. */
  remove: { drop: string; entry: string };
  /** Deletes an item of ours. */
  delete: { drop: string };
  /** Brings what the owner wants of the record: a new generation, or no more entries. */
  change: { drop: string };
  /** Reads what is new; `ad`: for the News Feed. */
  read: { drop: string; ad: boolean };
  /** Tells the audience of what is new in an item of ours. */
  news: { drop: string };
  /** Asks the ID server who somebody unknown is. */
  author: { user: string };
  /** Reports an entry. */
  report: { drop: string; entry: string; reason: string };
}
