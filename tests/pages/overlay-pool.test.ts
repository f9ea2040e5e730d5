import { afterAll, beforeAll, expect, test } from 'vitest';
import { framesTitled, postFrame, readyFrame } from '../../servers/browser/frames.ts';
import { type Stage, startStage } from '../gauntlet/stage/stage.ts';

const SEVERAL = 14;
let stage: Stage;

beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage?.stop());

test('a post that comes is drawn in a frame that stands ready, and another one is made ready', async () => {
  const page = await stage.alice.facebook('?cohort=B');
  await stage.post('Letter from the lighthouse, the first.');
  await postFrame(page, 'Letter from the lighthouse, the first.');
  const ready = await readyFrame(page);
  await stage.post('Letter from the lighthouse, the second.');
  expect(await postFrame(page, 'Letter from the lighthouse, the second.')).toBe(ready);
  expect(await readyFrame(page)).not.toBe(ready);
  await page.close();
});

test('of more posts on top than there are frames, the newest is drawn in its place, and each one scrolls to', async () => {
  const page = await stage.alice.facebook('?cohort=B');
  const came: string[] = [];
  for (let i = 0; i < SEVERAL; i += 1) {
    const text = `Letter from the pier, number ${i}.`;
    await stage.post(text);
    const box = await (await (await postFrame(page, text)).frameElement()).boundingBox();
    expect(box?.y, 'the newest stands right below the composer').toBeLessThan(500);
    came.unshift(text);
  }
  await page.mouse.move(640, 500);
  for (const text of came.slice(1)) {
    await page.mouse.wheel(0, 240);
    await postFrame(page, text);
  }
  expect((await framesTitled(page, 'Peerwall post')).length).toBeLessThanOrEqual(10);
});
