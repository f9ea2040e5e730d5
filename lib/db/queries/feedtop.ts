import type { Db } from '../schema.ts';

/** The newest posts of the News Feed, without what they say: which, of when, and whether they were on the screen. */
export async function feedTop(
  db: Db,
  limit: number,
): Promise<{ drop: string; when: number; seen: boolean }[]> {
  const rows = await db.newsFeed.orderBy('when').reverse().limit(limit).toArray();
  const seen = await db.settings.bulkGet(rows.map(({ drop }) => `seen:${drop}`));
  return rows.map(({ drop, when }, i) => ({ drop, when, seen: seen[i] !== undefined }));
}
