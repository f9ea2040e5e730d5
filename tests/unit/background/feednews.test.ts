import { expect, test } from 'vitest';
import { tellFeedNews } from '../../../entrypoints/background/feednews.ts';
import { countingDb, idOf } from '../db/rows.ts';
import { MemoryArea } from './area.ts';

function makeTelling() {
  const { db } = countingDb();
  const memory = new MemoryArea();
  let told = 0;
  const pushes = {
    toPages: async () => {
      told += 1;
    },
  };
  return {
    told: () => told,
    post: (n: number) => db.newsFeed.add({ drop: idOf(n), user: idOf(1), when: n }),
    /** Starts the background; answers what ends it, once it knows the feed up to this post. */
    start: async (newest: number) => {
      const end = tellFeedNews(db, pushes, memory.area);
      await expect.poll(() => String([...memory.rows.values()]).split(',')[0]).toBe(idOf(newest));
      return end;
    },
  };
}

test('pages hear of a post that comes, and of nothing when the background starts', async () => {
  const { post, start, told } = makeTelling();
  await post(1);
  const end = await start(1);
  expect(told()).toBe(0);
  await post(2);
  await expect.poll(told).toBe(1);
  end();
});

test('a post that was written right before the background ended is told when it starts again, once', async () => {
  const { post, start, told } = makeTelling();
  await post(1);
  (await start(1))();
  await post(2);
  (await start(2))();
  expect(told()).toBe(1);
  (await start(2))();
  expect(told()).toBe(1);
});
