import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { atOnce } from './open.ts';
import type { Parcel } from './outgoing.ts';

/** A letter that waits for its client. */
export interface Kept {
  readonly id: number;
  readonly letter: Uint8Array;
}

/** Letters of Friends: from custody until the client's database has them; after that a hash, so that none comes twice. */
export interface Incoming {
  /** Keeps a letter, in the store for good when this returns. `known`: it was here before. `full`: no room for this peer. */
  put(slot: string, peer: string, parcel: Parcel): 'new' | 'known' | 'full';
  /** The oldest letters for the client after a row, in the order they came. */
  waiting(slot: string, after: number, most: number): Kept[];
  taken(slot: string, ids: readonly number[]): void;
  /** How far the log is here without a gap, from a number the client names. */
  endOf(slot: string, log: string, from: number): number;
  count(): number;
}

/** Of one Friend's helper, waiting: letters and bytes. A Friend who floods fills nobody's disk. */
const MOST_LETTERS = 2000;
const MOST_BYTES = 64 * 1024 * 1024;
/** Hashes of taken letters remembered per client. */
const MOST_HASHES = 20_000;

/** The incoming half of a store. */
export function incomingIn(db: DatabaseSync): Incoming {
  const known = db.prepare(
    'SELECT 1 FROM incoming WHERE slot = ? AND peer = ? AND log = ? AND number = ? AND hash = ?',
  );
  const held = db.prepare(`
    SELECT count(*) AS letters, coalesce(sum(size), 0) AS bytes FROM incoming
    WHERE slot = ? AND peer = ? AND letter IS NOT NULL`);
  const put = db.prepare(
    'INSERT INTO incoming (slot, peer, log, number, hash, letter, size) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const waiting = db.prepare(
    'SELECT id, letter FROM incoming WHERE slot = ? AND id > ? AND letter IS NOT NULL ORDER BY id LIMIT ?',
  );
  const taken = db.prepare('UPDATE incoming SET letter = NULL WHERE slot = ? AND id = ?');
  const prune = db.prepare(`
    DELETE FROM incoming WHERE slot = ? AND letter IS NULL AND id <= (
      SELECT id FROM incoming WHERE slot = ? AND letter IS NULL ORDER BY id DESC LIMIT 1 OFFSET ${MOST_HASHES})`);
  const numbers = db.prepare(
    'SELECT DISTINCT number FROM incoming WHERE slot = ? AND log = ? AND number > ? ORDER BY number LIMIT 5000',
  );
  const count = db.prepare('SELECT count(*) AS letters FROM incoming WHERE letter IS NOT NULL');

  return {
    put: (slot, peer, { log, number, letter }) => {
      const hash = createHash('sha256').update(letter).digest();
      if (known.get(slot, peer, log, number, hash) !== undefined) return 'known';
      const { letters, bytes } = held.get(slot, peer) as { letters: number; bytes: number };
      if (letters >= MOST_LETTERS || bytes + letter.length > MOST_BYTES) return 'full';
      put.run(slot, peer, log, number, hash, letter, letter.length);
      return 'new';
    },
    waiting: (slot, after, most) =>
      (waiting.all(slot, after, most) as unknown as Kept[]).map(({ id, letter }) => ({ id, letter })),
    taken: (slot, ids) =>
      atOnce(db, () => {
        for (const id of ids) taken.run(slot, id);
        prune.run(slot, slot);
      }),
    endOf: (slot, log, from) => {
      let end = from;
      for (const { number } of numbers.all(slot, log, from) as { number: number }[]) {
        if (number !== end + 1) break;
        end = number;
      }
      return end;
    },
    count: () => (count.get() as { letters: number }).letters,
  };
}
