import { homeFeed } from '../../../lib/db/queries/homefeed.ts';
import { countComments } from '../../../lib/db/queries/lanes.ts';
import { type ThreadPage, threadPage } from '../../../lib/db/queries/thread.ts';
import type { Db } from '../../../lib/db/schema.ts';

/** What the feed and its cards ask the database. */

/** Comments a card draws before it is asked for more. */
const DRAWN = 20;

/** A thread, all of it; null where there is none. */
export async function wholeThread(db: Db, drop: string): Promise<ThreadPage | null> {
  return await threadPage(db, drop, { limit: 1_000_000 });
}

/** The newest posts, as their cards are drawn. */
export async function newestCards(db: Db, limit: number) {
  const places = await homeFeed(db, limit);
  return await Promise.all(
    places.map(async ({ drop, ad }) => {
      const thread = await threadPage(db, drop, { limit: DRAWN });
      const post = thread?.post ?? null;
      return {
        drop,
        ad,
        name: post?.name ?? '',
        body: post?.body ?? null,
        comments: await countComments(db, drop),
        reactions: (post?.reactions ?? []).reduce((sum, { count }) => sum + count, 0),
        doubt: thread?.item.doubt ?? null,
      };
    }),
  );
}
