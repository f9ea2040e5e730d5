import { watch } from '../../lib/db/live.ts';
import { homeFeed } from '../../lib/db/queries/homefeed.ts';
import type { Db } from '../../lib/db/schema.ts';
import type { Pushes } from './pushes.ts';
import { type SessionArea, SessionTable } from './session.ts';

const HEAD = 20;

/**
 * Content scripts hear it when the head of the feed is another: once for what comes together. What they were told last
 * outlives the background's own end, so that nothing is missed that came right before it.
 */
export function tellFeedNews(db: Db, pushes: Pick<Pushes, 'toPages'>, area: SessionArea): () => void {
  const told = new SessionTable<string>(area, 'feed');
  const tell = async (head: string): Promise<void> => {
    const before = (await told.rows()).get('head');
    if (before === head) return;
    if (before !== undefined) void pushes.toPages({ is: 'feed' });
    await told.put('head', head);
  };
  return watch(
    async () => (await homeFeed(db, HEAD)).map(({ drop }) => drop).join(),
    (head) => void tell(head).catch(() => undefined),
  );
}
