import { expect, test } from 'vitest';
import { Health } from '../../../entrypoints/background/health.ts';
import { Visible } from '../../../entrypoints/background/visible.ts';
import { MemoryArea } from './area.ts';

test('surfaces count while one is on a screen: frames, Home, and the popup for a minute', async () => {
  let now = 1_000_000;
  const area = new MemoryArea();
  const visible = new Visible(area.area, () => now);
  expect(await visible.any()).toBe(false);
  await visible.set(1, 'frame a', true);
  await visible.set(2, null, true);
  await visible.set(1, 'frame a', false);
  expect(await visible.any()).toBe(true);
  // Home was loaded anew in its tab: it is one surface, not two
  await visible.set(2, null, true);
  await visible.set(2, null, false);
  expect(await visible.any()).toBe(false);
  await visible.set(null, null, true);
  expect(await new Visible(area.area, () => now).any()).toBe(true);
  now += 61_000;
  expect(await visible.any()).toBe(false);
});

test('a closed tab shows nothing', async () => {
  const area = new MemoryArea();
  const visible = new Visible(area.area, Date.now);
  await visible.set(1, 'frame a', true);
  await visible.set(1, 'frame b', true);
  await visible.tabGone(2);
  expect(await visible.any()).toBe(true);
  await visible.tabGone(1);
  expect(await visible.any()).toBe(false);
});

test('a surface that Facebook changed in one tab is shown as changed', async () => {
  const health = new Health(new MemoryArea().area);
  expect(await health.of('feed')).toBeNull();
  await health.set(1, 'feed', 'absent');
  expect(await health.of('feed')).toBe('absent');
  await health.set(2, 'feed', 'working');
  expect(await health.of('feed')).toBe('working');
  await health.set(3, 'feed', 'changed');
  expect(await health.of('feed')).toBe('changed');
  await health.tabGone(3);
  expect(await health.of('feed')).toBe('working');
  expect(await health.of('bell')).toBeNull();
});
