import type { NotificationRow, RequestRow } from '../lists.ts';
import type { Db } from '../schema.ts';
import { namesOf } from './names.ts';

/** A notification with the name of whom it comes from; empty for nobody known. */
export interface NewsLine extends NotificationRow {
  name: string;
  /** Of a request that waits for the user's answer. */
  request: RequestRow | null;
}

/** The newest notifications, newest first: at most `limit`. */
export async function newsView(db: Db, limit: number): Promise<NewsLine[]> {
  const rows = await db.notifications.orderBy('when').reverse().limit(limit).toArray();
  const users = rows.map(({ user = '' }) => user);
  const [names, requests] = [await namesOf(db, users), await db.requests.bulkGet(users)];
  return rows.map((row, i) => {
    const request = row.is === 'request' ? (requests[i] ?? null) : null;
    return { ...row, name: request?.name ?? names.get(users[i] ?? '')?.name ?? '', request };
  });
}
