import type { AdBody } from '../../protocol/ad.ts';
import type { Db } from '../schema.ts';

/** A post's place in a list: what it says is read where it is drawn. */
export interface FeedPlace {
  drop: string;
  when: number;
  ad: AdBody | null;
}

/** What Friends and the user posted, newest first: at most `limit`. */
export async function homeFeed(db: Db, limit: number): Promise<FeedPlace[]> {
  const [theirs, own] = await Promise.all([
    db.newsFeed.orderBy('when').reverse().limit(limit).toArray(),
    db.wall.orderBy('when').reverse().limit(limit).toArray(),
  ]);
  const places = new Map<string, FeedPlace>();
  for (const { drop, when } of own) places.set(drop, { drop, when, ad: null });
  for (const { drop, when, ad } of theirs) places.set(drop, { drop, when, ad: ad ?? null });
  return [...places.values()].sort((a, b) => b.when - a.when).slice(0, limit);
}

/** The own Wall (`user` null), or what a Friend (UserID, hex) posted and we were given; newest first. */
export async function wallFeed(db: Db, user: string | null, limit: number): Promise<FeedPlace[]> {
  const rows =
    user === null
      ? await db.wall.orderBy('when').reverse().limit(limit).toArray()
      : (await db.newsFeed.where('user').equals(user).sortBy('when')).reverse().slice(0, limit);
  return rows.map(({ drop, when }) => ({ drop, when, ad: null }));
}
