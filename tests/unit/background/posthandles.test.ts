import { expect, test } from 'vitest';
import { PostHandles } from '../../../entrypoints/background/posthandles.ts';
import { counter, MemoryArea } from './area.ts';

const DROPS = ['a', 'b', 'c'];

test('a post has one name in a tab, however often and however quickly it is asked for, and another one elsewhere', async () => {
  const area = new MemoryArea();
  const posts = new PostHandles(area.area, counter());
  const [one, other] = await Promise.all([posts.give(1, DROPS), posts.give(1, [...DROPS].reverse())]);
  expect(other?.toReversed()).toEqual(one);
  expect(await new PostHandles(area.area, counter()).give(1, DROPS)).toEqual(one);
  const elsewhere = await posts.give(2, DROPS);
  expect(new Set([...(one ?? []), ...elsewhere]).size).toBe(6);
  expect(await posts.dropOf(2, one?.[0] ?? '')).toBeNull();
});
