import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { framesTitled, postFrame } from '../../servers/browser/frames.ts';
import { until } from '../../servers/browser/until.ts';
import { type Standing, standings } from '../gauntlet/stage/ours.ts';
import { type Stage, startStage } from '../gauntlet/stage/stage.ts';

const WORDS = 'Letter from the coast';
const SEVERAL = 14;

let stage: Stage;
let page: Page;
let posted = 0;

beforeAll(async () => {
  stage = await startStage();
  for (let i = 0; i < SEVERAL; i += 1) await post();
});
afterAll(() => stage?.stop());
afterEach(() => page?.close());

async function post(): Promise<string> {
  posted += 1;
  const text = `${WORDS}, number ${posted}`;
  await stage.post(text);
  return text;
}

/** Facebook, with one post at least that was not seen yet; answers its text. */
async function openPage(path = ''): Promise<string> {
  const text = await post();
  page = await stage.alice.facebook(path);
  await postFrame(page, text);
  return text;
}

async function scroll(steps: readonly number[]): Promise<void> {
  await page.mouse.move(640, 500);
  for (const step of steps) {
    const before = await page.evaluate(() => scrollY);
    await page.mouse.wheel(0, step);
    await until('the page to scroll', () =>
      page.evaluate(
        ([from, by]) =>
          scrollY !== from || (by < 0 ? from === 0 : from + innerHeight >= document.body.scrollHeight),
        [before, step] as const,
      ),
    );
    expect((await framesTitled(page, 'Peerwall post')).length).toBeLessThanOrEqual(10);
  }
}

function expectOrder(all: readonly Standing[]): void {
  const texts = all.map(({ text }) => text);
  expect(new Set(texts).size, texts.join()).toBe(texts.length);
  for (const { above, below, text } of all) {
    const fits = below === '1' || Number(above) % 3 === 0;
    expect(fits, `${text}: above it ${above}, below it ${below}`).toBe(true);
  }
}

const crashed = () => page.evaluate(() => '__crashed' in window);

describe('posts of Friends in Facebook’s feed', () => {
  test.each(['?cohort=A', '?cohort=B'])(
    'new ones stand above the first card, others after every third: %s',
    async (variant) => {
      const text = await openPage(variant);
      const top = (await standings(page, WORDS)).find((one) => one.text === text);
      expect(top).toEqual({ text, above: null, below: '1' });
      await scroll([900, 900, 900, 900, 900]);
      const below = await until('posts below', async () => {
        const all = await standings(page, WORDS);
        return all.some(({ above }) => above === '3') && all;
      });
      expectOrder(below);
      expect(await crashed()).toBe(false);
    },
  );

  test('also where the page does not number its posts', async () => {
    const newest = await openPage('?cohort=C');
    const first = await page.locator('[role="main"] [role="article"] a[href]').first().getAttribute('href');
    const all = await standings(page, WORDS);
    expect(all.find(({ text }) => text === newest)).toEqual({ text: newest, above: null, below: first });
    await scroll([1500, 1500, 1500, 1500, 1500, 1500, -9000]);
    const texts = (await standings(page, WORDS)).map(({ text }) => text);
    expect(new Set(texts).size).toBe(texts.length);
    expect(await crashed()).toBe(false);
  });

  test('each stands once, by its card, however far one scrolls, in few frames that are never loaded anew', async () => {
    const newest = await openPage('?cohort=B');
    for (const frame of await framesTitled(page, 'Peerwall post'))
      await frame.evaluate(() => Object.assign(window, { born: document.body.innerText }));
    await scroll(Array(16).fill(1600));
    await until('a frame of the first ones to show another post', async () => {
      const moved = (await framesTitled(page, 'Peerwall post')).map((frame) =>
        frame.evaluate(
          () => 'born' in window && document.body.innerText !== '' && window.born !== document.body.innerText,
        ),
      );
      return (await Promise.all(moved)).includes(true);
    });
    expectOrder(await standings(page, WORDS));
    await scroll(Array(12).fill(-3000));
    await until('the newest post again', async () =>
      (await standings(page, WORDS)).some(({ text, below }) => text === newest && below === '1'),
    );
    expectOrder(await standings(page, WORDS));
    expect(await crashed()).toBe(false);
  });

  test('a post that comes while the page is open goes on top', async () => {
    await openPage();
    const text = await post();
    await stage.tellPages({ is: 'feed' });
    await postFrame(page, text);
    const newest = (await standings(page, WORDS)).find((one) => one.text === text);
    expect(newest).toEqual({ text, above: null, below: '1' });
  });

  test('they stay where they are while a post is open above the feed', async () => {
    const text = await openPage();
    const frame = await postFrame(page, text);
    await page.evaluate(() => history.pushState(null, '', '/ann.friend/posts/pfbid02AbCdEfGhIjKlMn'));
    await page.evaluate(() => history.back());
    await until('home again', () => new URL(page.url()).pathname === '/');
    await page.mouse.wheel(0, 300);
    expect(frame.isDetached()).toBe(false);
    expectOrder(await standings(page, WORDS));
  });

  test('they turn dark when Facebook does', async () => {
    const text = await openPage('?theme=light');
    const frame = await postFrame(page, text);
    await page.evaluate(() => {
      document.documentElement.classList.replace('__fb-light-mode', '__fb-dark-mode');
    });
    await until('the dark frame', () =>
      frame.evaluate(() => document.documentElement.dataset['theme'] === 'dark'),
    );
  });
});
