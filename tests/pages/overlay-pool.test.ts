import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { framesTitled, postFrame } from '../../servers/browser/frames.ts';
import { until } from '../../servers/browser/until.ts';
import { type Stage, startStage } from '../gauntlet/stage/stage.ts';

const SEVERAL = 14;
/** On a large screen more rooms are near the window than there are frames, though fewer are in it. */
const WINDOW = { width: 1280, height: 1400 };
const STEP = 240;
const LETTER = /Letter from the pier, number \d+\./;
let stage: Stage;

beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage?.stop());

test('of more posts on top than there are frames, the newest is drawn in its place, and each that is in the window', async () => {
  const page = await stage.alice.facebook('?cohort=B');
  await page.setViewportSize(WINDOW);
  for (let i = 0; i < SEVERAL; i += 1) {
    const text = `Letter from the pier, number ${i}.`;
    await stage.post(text);
    const box = await (await (await postFrame(page, text)).frameElement()).boundingBox();
    expect(box?.y, 'the newest stands right below the composer').toBeLessThan(500);
  }
  const read = new Set<string>();
  await page.mouse.move(640, 500);
  while (read.size < SEVERAL) {
    const down = await page.evaluate(() => scrollY);
    const texts = await until(
      `every room in the window to be drawn, ${down} px down`,
      () => drawn(page),
      5000,
    );
    for (const text of texts) read.add(text);
    expect(down, `${read.size} posts on so long a way`).toBeLessThan(SEVERAL * STEP);
    await page.mouse.wheel(0, STEP);
  }
  expect((await framesTitled(page, 'Peerwall post')).length).toBeLessThanOrEqual(10);
});

/** The texts of the posts in the window; false while there is a room in it without a post. */
async function drawn(page: Page): Promise<string[] | false> {
  const frames = await framesTitled(page, 'Peerwall post');
  const tops = await Promise.all(
    frames.map(async (frame) => (await (await frame.frameElement()).boundingBox())?.y ?? Number.NaN),
  );
  const rooms = await page.evaluate(roomsInWindow);
  const inThem = rooms.map((top) => frames[tops.findIndex((one) => Math.abs(one - top) < 2)]);
  const texts = await Promise.all(
    inThem.map((frame) => frame?.getByText(LETTER).innerText({ timeout: 1000 })),
  );
  return texts.every((text) => text !== undefined) && texts;
}

/** Tops (px) of rooms between cards of which a part is in the window. Runs in the page. */
function roomsInWindow(): number[] {
  return [...document.querySelectorAll('[role="main"] div:not([id])')]
    .filter((one) => !('__own' in one))
    .map((one) => one.getBoundingClientRect())
    .filter(({ top, bottom }) => bottom > 0 && top < innerHeight)
    .map(({ top }) => top);
}
