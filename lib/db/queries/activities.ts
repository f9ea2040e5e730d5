import type { ActivityRow } from '../lists.ts';
import type { Db } from '../schema.ts';
import { namesOf } from './names.ts';

/** Something the user did, with the name of whom it concerned. */
export interface ActivityLine extends ActivityRow {
  name: string;
}

/** What the user did, newest first: at most `limit`. */
export async function activitiesView(db: Db, limit: number): Promise<ActivityLine[]> {
  const rows = await db.activities.orderBy('when').reverse().limit(limit).toArray();
  const items = await db.items.bulkGet(rows.map(({ drop }) => drop ?? ''));
  const whom = rows.map(({ user }, i) => user ?? items[i]?.owner ?? '');
  const names = await namesOf(db, whom);
  return rows.map((row, i) => ({ ...row, name: names.get(whom[i] ?? '')?.name ?? '' }));
}
