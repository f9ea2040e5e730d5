import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { framesTitled, frameTitled, postFrame } from '../../servers/browser/frames.ts';
import { comment, commentWith, fromCommentMenu, postWith } from '../../servers/browser/screens/thread.ts';
import { until } from '../../servers/browser/until.ts';
import { countOurs, type Standing, standings } from '../gauntlet/stage/ours.ts';
import { setSeen, wasSeen } from '../gauntlet/stage/seen.ts';
import { type Stage, startStage } from '../gauntlet/stage/stage.ts';

const WORDS = 'Letter from the coast';
const SEVERAL = 14;

let stage: Stage;
let page: Page;
let posted = 0;

beforeAll(async () => {
  stage = await startStage();
  for (let i = 0; i < SEVERAL; i += 1) {
    const { drop } = await postOne();
    await stage.home.evaluate(setSeen, drop);
  }
});
afterAll(() => stage?.stop());
afterEach(async () => {
  for (const one of stage.alice.tabs()) if (one !== stage.home) await one.close();
});

async function post(): Promise<string> {
  return (await postOne()).text;
}

async function postOne(): Promise<{ text: string; drop: string }> {
  posted += 1;
  const text = `${WORDS}, number ${posted}`;
  return { text, drop: await stage.post(text) };
}

const placeOf = async (text: string, tab = page) =>
  (await standings(tab, WORDS)).find((one) => one.text === text);

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
  const below = all.filter((one) => one.below !== '1').map(({ above }) => Number(above));
  expect(new Set(below).size, below.join()).toBe(below.length);
  for (const card of below) expect(card === 1 || card % 3 === 0, `below card ${card}`).toBe(true);
}

const crashed = () => page.evaluate(() => '__crashed' in window);

/** Top (px) of the card in the middle of the window; of the same one each time. Runs in the page. */
function markCard(): number {
  const marks = window as { marked?: Element | null };
  marks.marked ??= document.elementFromPoint(640, 450)?.closest('[aria-posinset]') ?? null;
  return marks.marked?.getBoundingClientRect().top ?? Number.NaN;
}

/** Whether Facebook's bar is what stands uppermost at its own height. Runs in the page. */
function isBarOnTop(x: number): boolean {
  return document.elementFromPoint(x, 20)?.closest('[role="banner"]') !== null;
}

/** Lays something over everything else that is open, too; clicks go through it. Runs in the page. */
function coverAll(): void {
  const over = document.createElement('div');
  over.popover = 'manual';
  over.style.cssText =
    'inset: 0; width: 100vw; height: 100vh; border: 0; background: #ffffff03; pointer-events: none';
  document.body.append(over);
  over.showPopover();
}

describe('posts of Friends in Facebook’s feed', () => {
  test('new ones stand above the first card, others below it and after every third', async () => {
    const text = await openPage('?cohort=A');
    expect(await placeOf(text)).toEqual({ text, above: null, below: '1' });
    await scroll([900, 900, 900, 900, 900]);
    const below = await until('posts below', async () => {
      const all = await standings(page, WORDS);
      return all.some(({ above }) => above === '3') && all;
    });
    expectOrder(below);
    expect(await crashed()).toBe(false);
  });

  test('one that was seen before is found again, below the first card', async () => {
    const { text, drop } = await postOne();
    page = await stage.alice.facebook('?cohort=B');
    await postFrame(page, text);
    await until('the post to be known as seen', () => stage.home.evaluate(wasSeen, drop));
    page = await stage.alice.facebook();
    await postFrame(page, text);
    expect(await placeOf(text)).toEqual({ text, above: '1', below: '2' });
  });

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

  test('a post that comes while the page is open goes on top, in every tab, seen elsewhere or not', async () => {
    const first = await stage.alice.facebook('?cohort=B');
    const second = await stage.alice.facebook();
    await Promise.all([first, second].map((one) => frameTitled(one, 'Peerwall post')));
    const { text, drop } = await postOne();
    await stage.home.evaluate(setSeen, drop);
    for (const tab of [second, first]) {
      await tab.bringToFront();
      await postFrame(tab, text);
      expect(await placeOf(text, tab)).toEqual({ text, above: null, below: '1' });
    }
  });

  test('a post that comes above what one reads moves nothing of it', async () => {
    await openPage('?cohort=B');
    await scroll([900, 900]);
    const before = await countOurs(page);
    const top = await page.evaluate(markCard);
    const { text } = await postOne();
    await until('room for the post', async () => (await countOurs(page)) > before);
    expect(Math.abs((await page.evaluate(markCard)) - top)).toBeLessThan(2);
    await scroll([-9000]);
    await postFrame(page, text);
    expect(await placeOf(text)).toEqual({ text, above: null, below: '1' });
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

  test('what cannot be undone is asked above Facebook’s bar, and waits below what the page puts over it', async () => {
    const text = await openPage();
    const frame = await postFrame(page, text);
    await comment(postWith(frame, text), 'Seen from the pier.');
    const boxOf = async () => await (await frame.frameElement()).boundingBox();
    await page.evaluate((by) => scrollBy(0, by), ((await boxOf())?.y ?? 0) + 60);
    const before = await boxOf();
    expect(before?.y, 'a part of the post lies under Facebook’s bar').toBeLessThan(0);
    await fromCommentMenu(commentWith(postWith(frame, text), 'Seen from the pier.'), 'Delete');
    const yes = frame.getByRole('dialog').getByRole('button', { name: 'Delete' });
    await until('the button to wait no longer', () => yes.isEnabled(), 5000);
    expect(await boxOf()).toMatchObject({ x: before?.x, y: before?.y, width: before?.width });
    await page.evaluate(coverAll);
    await until('the button to wait again', () => yes.isDisabled(), 5000);
    await frame.getByRole('dialog').getByRole('button', { name: 'Cancel' }).press('Enter');
    await until('the bar above the post again', () => page.evaluate(isBarOnTop, (before?.x ?? 0) + 40));
    expect(await boxOf()).toEqual(before);
  });

  test('they turn dark when Facebook does', async () => {
    const text = await openPage('?theme=light');
    const frame = await postFrame(page, text);
    await page.evaluate(() => {
      document.documentElement.classList.replace('__fb-light-mode', '__fb-dark-mode');
    });
    await until('the dark frame', () =>
      frame.evaluate(() => document.documentElement.getAttribute('data-theme') === 'dark'),
    );
  });
});
