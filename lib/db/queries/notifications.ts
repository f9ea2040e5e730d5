import type { Body } from '../items.ts';
import type { NotificationRow } from '../lists.ts';
import type { Db } from '../schema.ts';
import type { Page } from './feed.ts';
import { namesOf } from './names.ts';

/** A notification as it is shown. */
export interface NotificationLine extends NotificationRow {
  /** Of whom it comes from; empty for nobody known. */
  name: string;
  /** Whose post it is in (UserID, hex); null where it is in none, or that is gone. */
  owner: string | null;
  /** What the entry says; null where it is in none, or that is gone. */
  body: Body | null;
  /** What a click shows: the thread (`drop`, at `entry`), the person (`user`), or nothing that is still here. */
  leads: 'thread' | 'person' | null;
}

/** Notifications, newest first: at most `limit`, of moments before `before` (ms; all where left out). */
export async function notificationsPage(
  db: Db,
  limit: number,
  before = Number.MAX_SAFE_INTEGER,
): Promise<Page<NotificationLine>> {
  const rows = await db.notifications.where('when').below(before).reverse().limit(limit).toArray();
  const [items, entries, names] = await Promise.all([
    db.items.bulkGet(rows.map(({ drop = '' }) => drop)),
    db.entries.bulkGet(rows.map(({ drop = '', entry = '' }) => `${drop}:${entry}`)),
    namesOf(
      db,
      rows.map(({ user = '' }) => user),
    ),
  ]);
  const lines = rows.map((row, i): NotificationLine => {
    const item = items[i]?.state === 'deleted' ? undefined : items[i];
    const person = row.drop === undefined && row.user !== undefined;
    return {
      ...row,
      name: names.get(row.user ?? '')?.name ?? '',
      owner: item?.owner ?? null,
      body: entries[i]?.body ?? null,
      leads: item !== undefined ? 'thread' : person ? 'person' : null,
    };
  });
  return { lines, next: rows.length < limit ? null : (rows.at(-1)?.when ?? null) };
}
