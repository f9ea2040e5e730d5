import { chmodSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

// letter: bytes as the extension or a Friend's helper gave them; nothing here can open them.
const TABLES = `
  CREATE TABLE IF NOT EXISTS clients (slot TEXT PRIMARY KEY, seen INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS friends (
    slot TEXT NOT NULL, place INTEGER NOT NULL, device TEXT NOT NULL, peer TEXT NOT NULL,
    addresses TEXT NOT NULL, ends TEXT NOT NULL,
    PRIMARY KEY (slot, device, peer)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS friends_peer ON friends (peer);
  CREATE TABLE IF NOT EXISTS outgoing (
    id INTEGER PRIMARY KEY AUTOINCREMENT, slot TEXT NOT NULL, log TEXT NOT NULL, number INTEGER NOT NULL,
    device TEXT NOT NULL, addresses TEXT NOT NULL, letter BLOB NOT NULL, custody INTEGER NOT NULL,
    UNIQUE (slot, log, number)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS outgoing_device ON outgoing (slot, device, custody);
  CREATE TABLE IF NOT EXISTS incoming (
    id INTEGER PRIMARY KEY AUTOINCREMENT, slot TEXT NOT NULL, peer TEXT NOT NULL, log TEXT NOT NULL,
    number INTEGER NOT NULL, hash BLOB NOT NULL, size INTEGER NOT NULL, letter BLOB,
    UNIQUE (slot, peer, log, number, hash)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS incoming_kept ON incoming (slot, id) WHERE letter IS NOT NULL;
  CREATE INDEX IF NOT EXISTS incoming_peer ON incoming (slot, peer, size) WHERE letter IS NOT NULL;
`;

/**
 * Opens the helper's store. What is committed survives a crash of the machine (write-ahead log, synced at each commit):
 * custody is said after that.
 */
export function openStore(file: string): DatabaseSync {
  const db = new DatabaseSync(file);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;');
  db.exec('PRAGMA cache_size = -1024; PRAGMA journal_size_limit = 4194304;');
  db.exec(TABLES);
  if (process.platform !== 'win32') chmodSync(file, 0o600);
  return db;
}

/** Runs `work` in one transaction: all of it or nothing. */
export function atOnce<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    // a full disk may have rolled back by itself
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/** Whether an error says that there is no room on the disk (SQLITE_FULL, or an I/O error of that cause). */
export function isFull(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === 13;
}
