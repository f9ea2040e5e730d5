import { watch } from '../../lib/db/live.ts';
import { homeFeed } from '../../lib/db/queries/homefeed.ts';
import type { Db } from '../../lib/db/schema.ts';
import type { Pushes } from './pushes.ts';

const HEAD = 20;

/** Content scripts hear it when the head of the feed is another: once for what comes together. */
export function tellFeedNews(db: Db, pushes: Pushes): () => void {
  let before: string | null = null;
  return watch(
    async () => (await homeFeed(db, HEAD)).map(({ drop }) => drop).join(),
    (head) => {
      if (before !== null && head !== before) void pushes.toPages({ is: 'feed' });
      before = head;
    },
  );
}
