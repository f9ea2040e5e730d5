/** Rows of the vault: what lies where, and what of the database is in it. */

/** The user's vault at one content server. */
export interface VaultRow {
  /** Server id, hex. */
  server: string;
  made: boolean;
  /** Entries of the vault there: page number (rising with every writing), place, and how many of its chunks are there. */
  slots: VaultSlot[];
  /** The page being written, kept until its last chunk is there. */
  writing?: VaultWriting;
  /** The newest page that is there whole; 0: none. */
  number: number;
}

export interface VaultSlot {
  slot: number;
  rev: number;
  at: number;
  number: number;
}

export interface VaultWriting {
  slot: number;
  number: number;
  plaintext: Uint8Array;
}

/** What the vault holds of a row: hash of its bytes. */
export interface VaultMarkRow {
  /** `<table>:<key>` */
  key: string;
  hash: Uint8Array;
}

/** Stores of this family; none of it is in the vault itself. */
export const vaultStores = { vaults: 'server', vaultMarks: 'key' };
