import { describe, expect, it } from 'vitest';
import type { FeedRow } from '../../../lib/db/lists.ts';
import { type FeedOf, feedBound, feedRange, homeFeed, LATEST } from '../../../lib/db/queries/homefeed.ts';
import type { Db } from '../../../lib/db/schema.ts';
import { countingDb, idOf } from '../db/rows.ts';

const BOB = idOf(1);
const CAROL = idOf(2);
const PAGE = 20;

/** `count` posts, every third one's own, the others Bob's and Carol's by turns; three of one moment stand together. */
async function fill(db: Db, count: number): Promise<void> {
  const when = (n: number) => Math.floor(n / 3) + 1;
  const all = Array.from({ length: count }, (_, n) => n);
  await db.wall.bulkPut(all.filter((n) => n % 3 === 0).map((n) => ({ drop: idOf(n), when: when(n) })));
  const theirs = all
    .filter((n) => n % 3 !== 0)
    .map((n): FeedRow => ({ drop: idOf(n), user: n % 2 === 0 ? BOB : CAROL, when: when(n) }));
  await db.newsFeed.bulkPut(theirs);
}

/** The feed as Home pages through it. */
async function pages(db: Db, of: FeedOf): Promise<string[][]> {
  const found: string[][] = [];
  for (let below = LATEST; below !== 0; ) {
    const from = (await feedBound(db, of, below, PAGE)) ?? 0;
    found.push((await feedRange(db, of, from, below)).map(({ drop }) => drop));
    below = from;
  }
  return found;
}

describe('the feed of Home', () => {
  it('has every post once over all its pages, own ones among those of Friends', async () => {
    const { db } = countingDb();
    await fill(db, 100);
    const all = (await pages(db, { is: 'all' })).flat();
    expect(all).toHaveLength(100);
    expect(new Set(all).size).toBe(100);
    expect(all.slice(0, 20)).toEqual((await homeFeed(db, 20)).map(({ drop }) => drop));
  });

  it('stands newest first', async () => {
    const { db } = countingDb();
    await fill(db, 50);
    const times = (await feedRange(db, { is: 'all' }, 0, LATEST)).map(({ when }) => when);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  it('reads no more than two pages of rows for one page of ten thousand', async () => {
    const { db, read } = countingDb();
    await fill(db, 10_000);
    read();
    const from = (await feedBound(db, { is: 'all' }, LATEST, PAGE)) ?? 0;
    await feedRange(db, { is: 'all' }, from, LATEST);
    expect(read()).toBeLessThanOrEqual(4 * PAGE);
  });

  it('of one person is what that person posted, the own Wall what the user did', async () => {
    const { db } = countingDb();
    await fill(db, 60);
    const bobs = (await pages(db, { is: 'friend', user: BOB })).flat();
    expect(bobs).toHaveLength(20);
    for (const drop of bobs) expect((await db.newsFeed.get(drop))?.user).toBe(BOB);
    expect((await pages(db, { is: 'mine' })).flat()).toHaveLength(20);
  });

  it('is one empty page while nobody posted', async () => {
    const { db } = countingDb();
    expect(await pages(db, { is: 'all' })).toEqual([[]]);
  });
});
