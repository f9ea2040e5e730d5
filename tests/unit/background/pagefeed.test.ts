import { expect, test } from 'vitest';
import type { Background } from '../../../entrypoints/background/background.ts';
import { Frames } from '../../../entrypoints/background/frames.ts';
import { pageHandlers } from '../../../entrypoints/background/handlers/page.ts';
import { PostHandles } from '../../../entrypoints/background/posthandles.ts';
import { postSeen } from '../../../lib/actions/items/seen.ts';
import type { Service } from '../../../lib/actions/service.ts';
import { countingDb, idOf } from '../db/rows.ts';
import { counter, MemoryArea } from './area.ts';

const asker = { surface: 'page', tab: 1, document: 'page-1', frame: null } as const;

test('a page hears which posts of the feed were on no screen yet, newest first', async () => {
  const { db } = countingDb();
  const posts = new PostHandles(new MemoryArea().area, counter());
  await db.newsFeed.bulkAdd([1, 2, 3].map((n) => ({ drop: idOf(n), user: idOf(9), when: n })));
  await postSeen({ db } as Service, { drop: idOf(2) });
  const { posts: told } = await pageHandlers.feed({ db, posts } as Background, { limit: 2 }, asker);
  expect(told.map(({ fresh }) => fresh)).toEqual([true, false]);
  expect(await Promise.all(told.map(({ handle }) => posts.dropOf(1, handle)))).toEqual([idOf(3), idOf(2)]);
});

test('a frame of posts may stand ready before there is one to show; one for a post that nobody named is refused', async () => {
  const random = counter();
  const frames = new Frames(new MemoryArea().area, random);
  const background = { frames, posts: new PostHandles(new MemoryArea().area, random) } as Background;
  const { nonce } = await pageHandlers.mount(background, { kind: 'post', look: {} }, asker);
  const place = { tab: 1, document: 'frame-1', frameId: 7 };
  expect(await background.frames.claim(nonce, place)).toMatchObject({ kind: 'post', drop: null });
  const unknown = { kind: 'post', handle: 'ff'.repeat(16), look: {} } as const;
  await expect(pageHandlers.mount(background, unknown, asker)).rejects.toMatchObject({ code: 'gone' });
});
