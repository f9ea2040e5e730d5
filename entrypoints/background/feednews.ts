import { watch } from '../../lib/db/live.ts';
import type { Db } from '../../lib/db/schema.ts';
import type { Pushes } from './pushes.ts';

/** Content scripts hear it when the head of the feed is another: once for what comes together. */
export function tellFeedNews(db: Db, pushes: Pushes): () => void {
  let before: string | null = null;
  return watch(
    async () => (await db.newsFeed.orderBy('when').reverse().limit(20).primaryKeys()).join(),
    (head) => {
      if (before !== null && head !== before) void pushes.toPages({ is: 'feed' });
      before = head;
    },
  );
}
