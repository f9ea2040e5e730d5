import type { Db } from '../schema.ts';
import { counted } from './counted.ts';

/** How many notifications the user has not seen. */
export async function unseenCount(db: Db): Promise<number> {
  return await counted(() => db.notifications.where('fresh').equals(1));
}
