import type { Db } from '../schema.ts';
import { namesOf } from './names.ts';
import { outboxView } from './outbox.ts';

/** How things stand in this database. */
export interface StatusView {
  /** Deeds of the user's own making on their way, and since when the oldest waits (ms). */
  waiting: number;
  oldest: number | null;
  /** Deeds a server said no to. */
  refused: { id: string; kind: string; code: string }[];
  /** Letters nobody took yet, by Friend; most first. */
  letters: { user: string; name: string; count: number }[];
  /** Mailboxes their servers have. */
  mailboxes: ('friends' | 'strangers')[];
  /** When a copy of this database was last put into the vault (ms), by server (hex); null: not yet. */
  vaults: { server: string; kept: number | null }[];
  /** Among how many users the newest epoch's deeds are hidden; null before it was fetched. */
  anonymity: { epoch: number; count: number } | null;
}

/** What waits, what was refused, what is kept where. */
export async function statusView(db: Db): Promise<StatusView> {
  const lines = await outboxView(db);
  const waiting = lines.filter(({ state }) => state !== 'refused');
  const rows = await db.deeds.bulkGet(waiting.map(({ id }) => id));
  const made = rows.flatMap((row) => row?.made ?? []);
  const epoch = await db.epochs
    .orderBy('epoch')
    .filter(({ fetched }) => fetched)
    .last();
  const boxes = await db.mailboxes.toArray();
  return {
    waiting: waiting.length,
    oldest: made.length === 0 ? null : Math.min(...made),
    refused: lines.flatMap(({ id, kind, state, code }) =>
      state === 'refused' ? [{ id, kind, code: code ?? 'invalid' }] : [],
    ),
    letters: await lettersWaiting(db),
    mailboxes: boxes.filter(({ made: there }) => there).map(({ box }) => box),
    vaults: (await db.vaults.toArray()).map(({ server, kept }) => ({ server, kept: kept ?? null })),
    anonymity: epoch === undefined ? null : { epoch: epoch.epoch, count: epoch.count },
  };
}

async function lettersWaiting(db: Db): Promise<StatusView['letters']> {
  const counts = new Map<string, number>();
  await db.lettersOut
    .filter(({ sent, receipt }) => sent === 0 && !receipt)
    .each(({ user }) => void counts.set(user, (counts.get(user) ?? 0) + 1));
  const names = await namesOf(db, [...counts.keys()]);
  const letters = [...counts].map(([user, count]) => ({ user, name: names.get(user)?.name ?? '', count }));
  return letters.sort((a, b) => b.count - a.count);
}
