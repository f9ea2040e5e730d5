import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { framesTitled, frameTitled } from '../../servers/browser/frames.ts';
import { press } from '../../servers/browser/screens/press.ts';
import { until } from '../../servers/browser/until.ts';
import { type Stage, startStage } from '../gauntlet/stage/stage.ts';

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage?.stop());
afterEach(() => page?.close());

async function ourBell(): Promise<Box> {
  const frame = await frameTitled(page, 'Peerwall notifications');
  return await until('the bell’s place', async () => await (await frame.frameElement()).boundingBox());
}

async function facebooks(): Promise<Box[]> {
  const all = await page.locator('[role="banner"] a:visible, [role="banner"] [role="button"]:visible').all();
  const boxes = await Promise.all(all.map((one) => one.boundingBox()));
  return boxes.filter((box): box is Box => box !== null && box.width > 1);
}

function overlap(a: Box, b: Box): boolean {
  const inset = 4;
  return (
    a.x + inset < b.x + b.width &&
    b.x < a.x + a.width - inset &&
    a.y + inset < b.y + b.height &&
    b.y < a.y + a.height - inset
  );
}

/** Takes every element over the page that is not its own out of it. Runs in the page. */
function takeOursOut(): void {
  for (const one of document.querySelectorAll('html > div')) if (!('__own' in one)) one.remove();
}

/** How many bells the background knows of. Runs in it. */
async function countBells(): Promise<number> {
  const { chrome } = globalThis as unknown as {
    chrome: { storage: { session: { get(which: null): Promise<Record<string, { kind?: string }>> } } };
  };
  return Object.values(await chrome.storage.session.get(null)).filter(({ kind }) => kind === 'bell').length;
}

describe('our bell', () => {
  test.each(['?lang=en', '?lang=ar'])(
    'stands beside Facebook’s and covers none of its controls, however wide the window is: %s',
    async (path) => {
      page = await stage.alice.facebook(path);
      for (const width of [1280, 1000, 500]) {
        await page.setViewportSize({ width, height: 800 });
        const ours = await until(`a free place at ${width} px`, async () => {
          const box = await ourBell();
          const isInside = box.x >= 0 && box.x + box.width <= width;
          return isInside && (await facebooks()).every((one) => !overlap(box, one)) && box;
        });
        const bell = await page.locator('[role="banner"] a[href="/notifications/"]').boundingBox();
        expect(Math.abs(ours.y - (bell?.y ?? 0))).toBeLessThan(80);
      }
    },
  );

  test('comes back after the page took it out, and what was taken out is forgotten', async () => {
    page = await stage.alice.facebook('?lang=en');
    const first = await frameTitled(page, 'Peerwall notifications');
    await page.evaluate(takeOursOut);
    await until('another bell', async () =>
      (await framesTitled(page, 'Peerwall notifications')).some((one) => one !== first),
    );
    const worker = stage.alice.context.serviceWorkers()[0];
    await until('one bell to be known', async () => (await worker?.evaluate(countBells)) === 1);
  });

  test('opens where it is, inside the window, and closes again', async () => {
    page = await stage.alice.facebook('?lang=en');
    const frame = await frameTitled(page, 'Peerwall notifications');
    const button = frame.getByRole('button', { name: 'Peerwall notifications' });
    const before = await button.boundingBox();
    await press(button);
    const open = await until('the popover', async () => {
      const box = await ourBell();
      return box.width >= 300 && box;
    });
    expect(open.x).toBeGreaterThanOrEqual(0);
    expect(open.x + open.width).toBeLessThanOrEqual(1280);
    const after = await button.boundingBox();
    expect(Math.abs((after?.x ?? 0) - (before?.x ?? 999))).toBeLessThan(6);
    expect(Math.abs((after?.y ?? 0) - (before?.y ?? 999))).toBeLessThan(6);
    await press(button);
    await until('the bell alone', async () => (await ourBell()).width < 60);
  });
});
