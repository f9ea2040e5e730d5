import { expect, test } from 'vitest';
import type { Background } from '../../../entrypoints/background/background.ts';
import { pageHandlers } from '../../../entrypoints/background/handlers/page.ts';
import { PostHandles } from '../../../entrypoints/background/posthandles.ts';
import { postSeen } from '../../../lib/actions/items/seen.ts';
import type { Service } from '../../../lib/actions/service.ts';
import { countingDb, idOf } from '../db/rows.ts';
import { counter, MemoryArea } from './area.ts';

test('a page hears which posts of the feed were on no screen yet, newest first', async () => {
  const { db } = countingDb();
  const posts = new PostHandles(new MemoryArea().area, counter());
  await db.newsFeed.bulkAdd([1, 2, 3].map((n) => ({ drop: idOf(n), user: idOf(9), when: n })));
  await postSeen({ db } as Service, { drop: idOf(2) });
  const asker = { surface: 'page', tab: 1, document: 'page-1', frame: null } as const;
  const { posts: told } = await pageHandlers.feed({ db, posts } as Background, { limit: 2 }, asker);
  expect(told.map(({ fresh }) => fresh)).toEqual([true, false]);
  expect(await Promise.all(told.map(({ handle }) => posts.dropOf(1, handle)))).toEqual([idOf(3), idOf(2)]);
});
