import type { AdBody } from '../../protocol/ad.ts';
import type { FeedRow, WallRow } from '../lists.ts';
import type { Db } from '../schema.ts';

/** A post's place in a list: what it says is read where it is drawn. */
export interface FeedPlace {
  drop: string;
  when: number;
  ad: AdBody | null;
}

/** A list of posts: the News Feed with the own posts in it, the own Wall, or what a Friend (UserID, hex) posted. */
export type FeedOf = { is: 'all' } | { is: 'mine' } | { is: 'friend'; user: string };

/** Later than any post. */
export const LATEST = Number.MAX_SAFE_INTEGER;

/** What Friends and the user posted, newest first: at most `limit`. */
export async function homeFeed(db: Db, limit: number): Promise<FeedPlace[]> {
  return (await newest(db, { is: 'all' }, LATEST, limit)).slice(0, limit);
}

/** The posts made from `from` up to before `below` (ms), newest first. */
export async function feedRange(db: Db, of: FeedOf, from: number, below: number): Promise<FeedPlace[]> {
  const { theirs, own } = between(db, of, from, below);
  return merged(await (theirs?.toArray() ?? []), await (own?.toArray() ?? []));
}

/** When the `count`th post before `below` was made (ms): where a page of that many begins; null where there are fewer. */
export async function feedBound(db: Db, of: FeedOf, below: number, count: number): Promise<number | null> {
  return (await newest(db, of, below, count))[count - 1]?.when ?? null;
}

async function newest(db: Db, of: FeedOf, below: number, count: number): Promise<FeedPlace[]> {
  const { theirs, own } = between(db, of, 0, below);
  const [some, others] = await Promise.all([
    theirs?.reverse().limit(count).toArray() ?? [],
    own?.reverse().limit(count).toArray() ?? [],
  ]);
  return merged(some, others);
}

function between(db: Db, of: FeedOf, from: number, below: number) {
  const theirs = () =>
    of.is === 'friend'
      ? db.newsFeed.where('[user+when]').between([of.user, from], [of.user, below], true, false)
      : db.newsFeed.where('when').between(from, below, true, false);
  const own = () => db.wall.where('when').between(from, below, true, false);
  return {
    theirs: of.is === 'mine' ? null : theirs(),
    own: of.is === 'friend' ? null : own(),
  };
}

function merged(theirs: readonly FeedRow[], own: readonly WallRow[]): FeedPlace[] {
  const places = new Map<string, FeedPlace>();
  for (const { drop, when } of own) places.set(drop, { drop, when, ad: null });
  for (const { drop, when, ad } of theirs) places.set(drop, { drop, when, ad: ad ?? null });
  // of one moment as the index has them, so that pages and their bounds agree
  return [...places.values()].sort((a, b) => b.when - a.when || (a.drop < b.drop ? 1 : -1));
}
