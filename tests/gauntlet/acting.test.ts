import type { Frame, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { framesTitled, frameTitled } from '../../servers/browser/frames.ts';
import { fillComposer } from '../../servers/browser/screens/composer.ts';
import { until } from '../../servers/browser/until.ts';
import { type Disguise, disguise } from './attacks/disguise.ts';
import { makeUpEvents } from './attacks/madeup.ts';
import { countOurs } from './stage/ours.ts';
import { watchSight } from './stage/sight.ts';
import { type Stage, startStage } from './stage/stage.ts';

const DISGUISES: readonly Disguise[] = [
  'faded',
  'covered',
  'moved',
  'cut',
  'cut from above',
  'masked',
  'tiny',
  'blurred',
];
const MIDDLE = { x: 640, y: 420 };

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await startStage('Alice Nightjar');
});
afterAll(() => stage?.stop());
afterEach(() => page?.close());

/** The composer, with words in it: the page lets its user see and write before it plays its trick. */
async function writeIn(text: string): Promise<Frame> {
  page = await stage.alice.facebook();
  await until('the bell', async () => (await framesTitled(page, 'Peerwall notifications')).length > 0);
  await page.getByText("What's on your mind").first().click();
  const composer = await frameTitled(page, 'Peerwall composer');
  await fillComposer(page, composer, { text });
  return composer;
}

async function pressPost(composer: Frame): Promise<void> {
  await composer.getByRole('button', { name: 'Post', exact: true }).press('Enter');
}

describe('a page that makes frames of ours look like something else', () => {
  test('posting goes through where the composer is in plain sight', async () => {
    const composer = await writeIn('in plain sight');
    const before = await stage.countPosts();
    await pressPost(composer);
    await until('the post', async () => (await stage.countPosts()) === before + 1);
    await until(
      'the composer to close',
      async () => (await framesTitled(page, 'Peerwall composer')).length === 0,
    );
  });

  test.each(DISGUISES)('posting is refused where the composer is %s', async (how) => {
    const composer = await writeIn(`not like this: ${how}`);
    const before = await stage.countPosts();
    const sight = await watchSight(composer);
    await sight.is(true);
    expect(await page.evaluate(disguise, { how, ...MIDDLE })).toBe(true);
    await sight.is(false);
    await pressPost(composer);
    await until('a word of refusal', async () => (await composer.getByRole('alert').count()) > 0);
    expect(await stage.countPosts()).toBe(before);
    expect(await framesTitled(page, 'Peerwall composer')).toHaveLength(1);
  });
});

describe('a page that makes up events', () => {
  test('opens no composer of ours, closes none and posts nothing', async () => {
    page = await stage.alice.facebook();
    await until('the bell', async () => (await framesTitled(page, 'Peerwall notifications')).length > 0);
    const before = await stage.countPosts();
    const elements = await countOurs(page);
    await page.evaluate(makeUpEvents);
    expect(await countOurs(page)).toBe(elements);
    expect(await framesTitled(page, 'Peerwall composer')).toHaveLength(0);
    await page.keyboard.press('Escape');
    expect(await stage.countPosts()).toBe(before);
  });
});
