import { expect, it } from 'vitest';
import { crashed, feedOf, stage } from './stage.ts';

const site = stage();

it('uses the elements of the feed again for other posts, and empties them off screen', async () => {
  const page = await site.open('/');
  await feedOf(page);
  await page.evaluate(() => {
    const first = document.querySelector('[aria-posinset="1"]');
    Object.assign(window, { first, seen: [] as string[] });
    if (first) {
      const note = (): void => void Reflect.get(window, 'seen').push(first.getAttribute('aria-posinset'));
      new MutationObserver(note).observe(first, { attributes: true, attributeFilter: ['aria-posinset'] });
    }
  });
  await page.evaluate(() => scrollTo(0, 4000));
  await page.waitForFunction(
    () => Reflect.get(window, 'first').firstElementChild.dataset.virtualized === 'true',
  );
  await page.waitForFunction(
    () => {
      scrollBy(0, 900);
      return Reflect.get(window, 'seen').length > 0;
    },
    undefined,
    { polling: 60, timeout: 15_000 },
  );
  expect(Number((await page.evaluate(() => Reflect.get(window, 'seen')))[0])).toBeGreaterThan(20);
  expect(await page.locator('[aria-posinset]').count()).toBeLessThanOrEqual(24);
  await page.evaluate(() => scrollTo(0, 0));
  await page.waitForSelector('[aria-posinset="1"] [data-virtualized=false]');
  expect(await crashed(page)).toBe(false);
});

it('reaches its 200th unit', async () => {
  const page = await site.open('/');
  await feedOf(page);
  await page.waitForFunction(
    () => {
      scrollTo(0, document.documentElement.scrollHeight);
      return document.querySelector('[aria-posinset="200"] [data-virtualized=false]') !== null;
    },
    undefined,
    { polling: 60, timeout: 15_000 },
  );
  expect(await crashed(page)).toBe(false);
});

const SIGNATURES = `({
  feed: document.querySelectorAll('[role=main] [role=feed]').length,
  units: document.querySelectorAll('[data-pagelet^=FeedUnit_]').length > 0,
  articles: document.querySelectorAll('[role=main] [role=article]:not([aria-label])').length > 0,
  numbered: document.querySelectorAll('[aria-posinset]').length > 0,
  heading: document.querySelector('[role=main] [dir=auto]:is(h2,h3)')?.localName,
})`;

it.each([
  ['A', { feed: 1, units: true, articles: true, numbered: true, heading: 'h3' }],
  ['B', { feed: 0, units: false, articles: false, numbered: true, heading: 'h3' }],
  ['C', { feed: 0, units: false, articles: true, numbered: false, heading: 'h2' }],
])('cohort %s has its own signature, and keeps it', async (cohort, signature) => {
  const page = await site.open(`/?cohort=${cohort}`);
  await feedOf(page);
  expect(await page.evaluate(SIGNATURES)).toEqual(signature);
  await page.goto('https://www.facebook.com/');
  await feedOf(page);
  expect(await page.evaluate(SIGNATURES)).toEqual(signature);
});

it('has no class name of the last start, no two loads with one mount, and twins that are hidden', async () => {
  const page = await site.open('/');
  await feedOf(page);
  const mount = await page.getAttribute('[id^=mount_0_0_]', 'id');
  expect(await page.locator('[href="/notifications/"]:not([aria-hidden=true])').count()).toBe(1);
  expect(await page.locator('[role=navigation] [aria-hidden=true][role=button][tabindex="-1"]').count()).toBe(
    2,
  );
  const ids = new Set([mount]);
  for (let i = 0; i < 3; i += 1) {
    await page.reload();
    ids.add(await page.getAttribute('[id^=mount_0_0_]', 'id'));
  }
  expect(ids.size).toBeGreaterThan(1);
});

it('tells the permalink of a post only when its time is hovered', async () => {
  const page = await site.open('/');
  await feedOf(page);
  const time = page.locator('[aria-posinset="1"] [data-ad-rendering-role=profile_name] + span a');
  expect(await time.getAttribute('href')).toMatch(/^\?__cft__/);
  await time.hover();
  await page.waitForFunction(
    (link) => /\/posts\/pfbid\w+/.test(link?.getAttribute('href') ?? ''),
    await time.elementHandle(),
  );
});

it('speaks the language it is asked for, right to left where that is so', async () => {
  const page = await site.open('/?lang=ar&theme=dark');
  await feedOf(page);
  expect(await page.getAttribute('html', 'dir')).toBe('rtl');
  expect(await page.locator('html.__fb-dark-mode').count()).toBe(1);
  expect(await page.getAttribute('[role=main] [role=region] + [role=region]', 'aria-label')).toBe(
    'إنشاء منشور',
  );
});
