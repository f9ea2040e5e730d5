import type { Db } from '../schema.ts';

/** How many notifications the user has not seen. */
export async function unseenCount(db: Db): Promise<number> {
  return await db.notifications.where('fresh').equals(1).count();
}
