import type { DatabaseSync } from 'node:sqlite';
import { atOnce } from './open.ts';

/** A letter on its way to a Friend's device. */
export interface Parcel {
  readonly log: string;
  readonly number: number;
  readonly letter: Uint8Array;
}

/** One of this user's devices and one of a Friend's. */
export interface Way {
  readonly slot: string;
  /** The Friend's device, by its slot. */
  readonly device: string;
}

/** Parcels of the clients: kept until the Friend's database has them, as the Friend's helper may lose what it took. */
export interface Outgoing {
  /** Keeps a parcel; the same again changes nothing, another letter under its number takes its place. False: no room. */
  put(way: Way, addresses: readonly string[], parcel: Parcel): boolean;
  /** Whether the Friend's helper has it; null where there is no such parcel. */
  custody(slot: string, log: string, number: number): boolean | null;
  /** The Friend's helper has the parcel, as long as it still is this letter. */
  markCustody(way: Way, parcel: Parcel): void;
  forget(slot: string, log: string, upTo: number): void;
  /** The oldest parcels nobody took yet. */
  waiting(way: Way, most: number): Parcel[];
  /** Addresses of the newest parcel to the device. */
  addresses(way: Way): string[];
  /** Ways with parcels that wait. */
  ways(): Way[];
  /** Parcels to the device after the ends named, and of logs not named, in the order they were given; `from` is a row passed before. */
  after(
    way: Way,
    ends: ReadonlyMap<string, number>,
    from: number,
    most: number,
  ): { parcels: Parcel[]; row: number };
  count(): { waiting: number; kept: number };
}

const MOST_PARCELS = 20_000;
const MOST_OF_DEVICE = 4000;

/** The outgoing half of a store. */
export function outgoingIn(db: DatabaseSync): Outgoing {
  const find = db.prepare('SELECT letter, custody FROM outgoing WHERE slot = ? AND log = ? AND number = ?');
  const put = db.prepare(`
    INSERT INTO outgoing (slot, log, number, device, addresses, letter, custody) VALUES (?, ?, ?, ?, ?, ?, 0)
    ON CONFLICT (slot, log, number) DO UPDATE SET device = excluded.device, addresses = excluded.addresses,
      custody = CASE WHEN letter = excluded.letter THEN custody ELSE 0 END, letter = excluded.letter`);
  const custody = db.prepare(`
    UPDATE outgoing SET custody = 1 WHERE slot = ? AND device = ? AND log = ? AND number = ? AND letter = ?`);
  const forget = db.prepare('DELETE FROM outgoing WHERE slot = ? AND log = ? AND number <= ?');
  const room = db.prepare(`
    SELECT (SELECT count(*) FROM outgoing) AS every,
      (SELECT count(*) FROM outgoing WHERE slot = ? AND device = ?) AS device`);
  const oldest = db.prepare(`
    DELETE FROM outgoing WHERE id = (SELECT min(id) FROM outgoing WHERE slot = ? AND device = ? AND custody = 1)`);
  const waiting = db.prepare(`
    SELECT log, number, letter FROM outgoing WHERE slot = ? AND device = ? AND custody = 0 ORDER BY id LIMIT ?`);
  const newest = db.prepare(
    'SELECT addresses FROM outgoing WHERE slot = ? AND device = ? ORDER BY id DESC LIMIT 1',
  );
  const ways = db.prepare('SELECT DISTINCT slot, device FROM outgoing WHERE custody = 0');
  const after = db.prepare(
    'SELECT id, log, number, letter FROM outgoing WHERE slot = ? AND device = ? AND id > ? ORDER BY id LIMIT ?',
  );
  const count = db.prepare('SELECT count(*) AS kept, coalesce(sum(custody = 0), 0) AS waiting FROM outgoing');

  /** Whether there is room for one more, made where that is possible. */
  const makeRoom = (way: Way): boolean => {
    const { every, device } = room.get(way.slot, way.device) as { every: number; device: number };
    if (every < MOST_PARCELS && device < MOST_OF_DEVICE) return true;
    // what the Friend's helper has is the lesser loss
    return oldest.run(way.slot, way.device).changes > 0;
  };

  return {
    put: (way, addresses, { log, number, letter }) =>
      atOnce(db, () => {
        if (find.get(way.slot, log, number) === undefined && !makeRoom(way)) return false;
        put.run(way.slot, log, number, way.device, JSON.stringify(addresses), letter);
        return true;
      }),
    custody: (slot, log, number) => {
      const row = find.get(slot, log, number) as { custody: number } | undefined;
      return row === undefined ? null : row.custody === 1;
    },
    markCustody: ({ slot, device }, { log, number, letter }) =>
      void custody.run(slot, device, log, number, letter),
    forget: (slot, log, upTo) => void forget.run(slot, log, upTo),
    waiting: ({ slot, device }, most) => (waiting.all(slot, device, most) as unknown as Parcel[]).map(bare),
    addresses: ({ slot, device }) => {
      const row = newest.get(slot, device) as { addresses: string } | undefined;
      return row === undefined ? [] : (JSON.parse(row.addresses) as string[]);
    },
    ways: () => ways.all() as unknown as Way[],
    after: ({ slot, device }, ends, from, most) => {
      const parcels: Parcel[] = [];
      let row = from;
      for (;;) {
        const page = after.all(slot, device, row, most) as unknown as (Parcel & { id: number })[];
        for (const one of page) {
          if (parcels.length === most) return { parcels, row };
          row = one.id;
          if (one.number > (ends.get(one.log) ?? -1)) parcels.push(bare(one));
        }
        if (page.length < most) return { parcels, row };
      }
    },
    count: () => count.get() as { waiting: number; kept: number },
  };
}

function bare({ log, number, letter }: Parcel): Parcel {
  return { log, number, letter };
}
