import type { Entry } from '../protocol/item.ts';

/** Rows of the vault: what lies where, and what of the database is in it. */

/** The user's vault at one content server. */
export interface VaultRow {
  /** Server id, hex. */
  server: string;
  made: boolean;
  /** The entries there, each written over in its turn. */
  slots: VaultSlot[];
  /** The page being written, kept until its last chunk is there: a retry is the same deed. */
  writing?: VaultWriting;
  /** Number of the newest page there; 0: none. */
  number: number;
  /** Number of the whole copy that later pages are differences to; 0: none. */
  base: number;
  /** Slot of the newest whole copy known to be there to its last chunk: not written over before the next one is. */
  holds?: number;
  /** Revision of the vault known here. */
  rev: number;
}

/** An entry of the vault: the page it holds, its revision, and the item's revision that accepted it. */
export interface VaultSlot {
  slot: number;
  rev: number;
  at: number;
  number: number;
}

export interface VaultWriting {
  slot: number;
  number: number;
  base: number;
  plaintext: Uint8Array;
  entry: Entry;
  /** Revision seen when it was sealed. */
  seen: number;
}

/** What a vault holds of a row: hash of its bytes. */
export interface VaultMarkRow {
  /** `<server>:<table>:<key as JSON>` */
  key: string;
  hash: Uint8Array;
}

/** Stores of this family; none of it is in the vault itself. */
export const vaultStores = { vaults: 'server', vaultMarks: 'key' };
