import type { AdBody } from '../../protocol/ad.ts';
import type { Db } from '../schema.ts';

/** The ad that came with a post of the News Feed; null where none did. */
export async function adBeside(db: Db, drop: string): Promise<AdBody | null> {
  return (await db.newsFeed.get(drop))?.ad ?? null;
}
