import type { DatabaseSync } from 'node:sqlite';
import type { FriendDevice } from '../../../../lib/native/shapes.ts';
import { readName } from '../address.ts';
import { atOnce } from './open.ts';
import type { Way } from './outgoing.ts';

/** What a client said of its Friends' devices; kept, so that letters are taken while no browser is open. */
export interface Friends {
  /** Makes the slot a client of this helper; one without Friends makes room for it. False where there are too many. */
  register(slot: string): boolean;
  /** Puts a client's list in the place of its last. What says neither where nor who is left out. */
  replace(slot: string, list: readonly FriendDevice[]): void;
  /** Whether any client has a Friend with that transport key: nobody else gets so far as to ask. */
  knows(peer: string): boolean;
  /** Whether that peer is a Friend's helper for the client; with `device`, for that device. */
  isFriend(slot: string, peer: string, device?: string): boolean;
  /** Clients' ways to devices, all or those behind a peer. */
  ways(peer?: string): Way[];
  addresses(way: Way): string[];
  ends(way: Way): Map<string, number>;
  count(): number;
}

const MOST_CLIENTS = 32;

/** The Friends in a store. */
export function friendsIn(db: DatabaseSync): Friends {
  const clients = db.prepare('SELECT count(*) AS n FROM clients WHERE slot <> ?');
  const clearOldest = db.prepare(`
    DELETE FROM clients WHERE slot = (
      SELECT slot FROM clients WHERE slot NOT IN (SELECT slot FROM friends) ORDER BY seen LIMIT 1)`);
  const register = db.prepare(
    'INSERT INTO clients (slot, seen) VALUES (?, ?) ON CONFLICT (slot) DO UPDATE SET seen = excluded.seen',
  );
  const clear = db.prepare('DELETE FROM friends WHERE slot = ?');
  const put = db.prepare(`
    INSERT INTO friends (slot, place, device, peer, addresses, ends) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (slot, device, peer) DO UPDATE SET addresses = excluded.addresses, ends = excluded.ends`);
  const knows = db.prepare('SELECT 1 FROM friends WHERE peer = ? LIMIT 1');
  const friend = db.prepare(
    'SELECT 1 FROM friends WHERE slot = ? AND peer = ? AND (? = device OR ? IS NULL)',
  );
  const ways = db.prepare('SELECT DISTINCT slot, device FROM friends WHERE peer = ? OR ? IS NULL');
  const rows = db.prepare('SELECT addresses, ends FROM friends WHERE slot = ? AND device = ? ORDER BY place');
  const count = db.prepare('SELECT count(*) AS n FROM (SELECT DISTINCT slot, device FROM friends)');

  const rowsOf = ({ slot, device }: Way): { addresses: string; ends: string }[] =>
    rows.all(slot, device) as { addresses: string; ends: string }[];

  return {
    register: (slot) => {
      const { n: others } = clients.get(slot) as { n: number };
      if (others >= MOST_CLIENTS && clearOldest.run().changes === 0) return false;
      register.run(slot, Date.now());
      return true;
    },
    replace: (slot, list) =>
      atOnce(db, () => {
        clear.run(slot);
        for (const [place, { addresses, ends }] of list.entries()) {
          for (const [key, texts] of byDevice(addresses)) {
            const [device = '', peer = ''] = key.split(' ');
            put.run(slot, place, device, peer, JSON.stringify(texts), JSON.stringify(ends));
          }
        }
      }),
    knows: (peer) => knows.get(peer) !== undefined,
    isFriend: (slot, peer, device) => friend.get(slot, peer, device ?? null, device ?? null) !== undefined,
    ways: (peer) => ways.all(peer ?? null, peer ?? null) as unknown as Way[],
    addresses: (way) => rowsOf(way).flatMap(({ addresses }) => JSON.parse(addresses) as string[]),
    ends: (way) =>
      new Map(
        rowsOf(way)
          .flatMap(({ ends }) => JSON.parse(ends) as { log: string; number: number }[])
          .map(({ log, number }) => [log, number]),
      ),
    count: () => (count.get() as { n: number }).n,
  };
}

function byDevice(addresses: readonly string[]): Map<string, string[]> {
  const devices = new Map<string, string[]>();
  for (const text of addresses) {
    const read = readName(text);
    if (read === null) continue;
    const key = `${read.slot} ${read.peer}`;
    devices.set(key, [...(devices.get(key) ?? []), text]);
  }
  return devices;
}
