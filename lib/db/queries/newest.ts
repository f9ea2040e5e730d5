import type { Db } from '../schema.ts';

/** When the newest thing in this database was done (ms), by the user or by Friends; null in an empty one. */
export async function newestMoment(db: Db): Promise<number | null> {
  const rows = await Promise.all(
    [db.activities, db.newsFeed, db.notifications, db.inbox].map((table) => table.orderBy('when').last()),
  );
  const moments = rows.flatMap((row) => row?.when ?? []);
  return moments.length === 0 ? null : Math.max(...moments);
}
