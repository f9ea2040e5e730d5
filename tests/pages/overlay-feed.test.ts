import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { framesTitled, postFrame } from '../../servers/browser/frames.ts';
import { until } from '../../servers/browser/until.ts';
import { type Standing, standings } from '../gauntlet/stage/ours.ts';
import { type Stage, startStage } from '../gauntlet/stage/stage.ts';

const POSTS = Array.from({ length: 16 }, (_, i) => `Letter from the coast, number ${i + 1}`);
const WORDS = 'Letter from the coast';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await startStage();
  for (const text of POSTS) await stage.post(text);
});
afterAll(() => stage?.stop());
afterEach(() => page?.close());

const crashed = () => page.evaluate(() => '__crashed' in window);

async function openPage(path = ''): Promise<void> {
  page = await stage.alice.facebook(path);
  await postFrame(page, POSTS.at(-1) ?? '');
}

function expectOrder(all: readonly Standing[]): void {
  const texts = all.map(({ text }) => text);
  expect(new Set(texts).size, texts.join()).toBe(texts.length);
  for (const { above, below, text } of all) {
    const onTop = below === '1';
    expect(onTop || Number(above) % 3 === 0, `${text}: above ${above}, below ${below}`).toBe(true);
  }
}

describe('posts of Friends in Facebook’s feed', () => {
  test.each(['?cohort=A', '?cohort=B'])(
    'new ones stand above the first card, others after every third: %s',
    async (variant) => {
      await openPage(variant);
      const found = await until('posts on top', async () => {
        const all = (await standings(page, WORDS)).filter(({ below }) => below === '1');
        return all.length === 5 && all;
      });
      expect(found.map(({ text }) => text).toSorted()).toEqual(POSTS.slice(-5).toSorted());
      await page.mouse.move(640, 500);
      for (let i = 0; i < 8; i += 1) {
        await page.mouse.wheel(0, 900);
        await page.waitForTimeout(150);
      }
      const below = await until('posts below', async () => {
        const all = await standings(page, WORDS);
        return all.some(({ above }) => above !== null && Number(above) % 3 === 0) && all;
      });
      expectOrder(below);
      expect(await crashed()).toBe(false);
    },
  );

  test('also where the page does not number its posts', async () => {
    await openPage('?cohort=C');
    const first = await page.locator('[role="main"] [role="article"] a[href]').first().getAttribute('href');
    const all = await until('posts on top', async () => {
      const found = await standings(page, WORDS);
      return found.filter(({ below }) => below === first).length === 5 && found;
    });
    expect(new Set(all.map(({ text }) => text)).size).toBe(all.length);
  });

  test('each stands once, by its card, however far one scrolls, in few frames that are never loaded anew', async () => {
    await openPage('?cohort=B');
    for (const frame of await framesTitled(page, 'Peerwall post'))
      await frame.evaluate(() => Object.assign(globalThis, { born: document.body.innerText }));
    await page.mouse.move(640, 500);
    for (const step of [...Array(14).fill(1800), ...Array(10).fill(-2600)]) {
      await page.mouse.wheel(0, step);
      await page.waitForTimeout(250);
      const frames = await framesTitled(page, 'Peerwall post');
      expect(frames.length).toBeLessThanOrEqual(10);
    }
    await until('the first post again', async () =>
      (await standings(page, WORDS)).some(({ below }) => below === '1'),
    );
    expectOrder(await standings(page, WORDS));
    expect(await crashed()).toBe(false);
    const others = await Promise.all(
      (await framesTitled(page, 'Peerwall post')).map((frame) =>
        frame.evaluate(() => 'born' in window && window.born !== document.body.innerText),
      ),
    );
    expect(others).toContain(true);
  });

  test('a post that comes while the page is open goes on top', async () => {
    await openPage();
    await stage.post('Letter from the coast, the newest');
    await stage.tellPages({ is: 'feed' });
    await postFrame(page, 'Letter from the coast, the newest');
    const newest = (await standings(page, WORDS)).find(({ text }) => text.includes('the newest'));
    expect(newest?.below).toBe('1');
  });

  test('they stay where they are while a post is open above the feed', async () => {
    await openPage();
    const before = (await standings(page, WORDS)).length;
    await page.evaluate(() => history.pushState(null, '', '/ann.friend/posts/pfbid02AbCdEfGhIjKlMn'));
    await page.waitForTimeout(800);
    expect((await standings(page, WORDS)).length).toBe(before);
    await page.evaluate(() => history.back());
    await page.waitForTimeout(800);
    expect((await standings(page, WORDS)).length).toBe(before);
  });

  test('they turn dark when Facebook does', async () => {
    await openPage('?theme=light');
    const frame = await postFrame(page, POSTS.at(-1) ?? '');
    await page.evaluate(() => {
      document.documentElement.classList.replace('__fb-light-mode', '__fb-dark-mode');
    });
    await until('the dark frame', () =>
      frame.evaluate(() => getComputedStyle(document.documentElement).colorScheme.includes('dark')),
    );
  });
});
