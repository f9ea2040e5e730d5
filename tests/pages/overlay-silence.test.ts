import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { status } from '../../lib/messages/requests/network.ts';
import { setPaused } from '../../lib/messages/requests/settings.ts';
import { framesTitled, frameTitled } from '../../servers/browser/frames.ts';
import { until } from '../../servers/browser/until.ts';
import { askFromHome } from '../gauntlet/stage/asker.ts';
import { countOurs } from '../gauntlet/stage/ours.ts';
import { type Stage, startStage } from '../gauntlet/stage/stage.ts';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await startStage();
  await stage.listen();
});
afterAll(() => stage?.stop());
afterEach(() => page?.close());

const ours = () => page.frames().filter((frame) => frame.url().includes('/frame.html'));

describe('where nothing of ours belongs', () => {
  test.each(['login/', 'checkpoint/', 'settings', 'dyi/', 'two_step_verification/authentication/'])(
    'no element, no message, no listener on /%s',
    async (path) => {
      const before = (await stage.heard()).length;
      page = await stage.alice.facebook(path);
      await page.keyboard.press('p');
      await page.waitForTimeout(1500);
      expect(await countOurs(page)).toBe(0);
      expect(ours()).toEqual([]);
      expect((await stage.heard()).slice(before)).toEqual([]);
    },
  );

  test('all of ours goes when Facebook changes to such a page without loading, and comes back after it', async () => {
    page = await stage.alice.facebook();
    await frameTitled(page, 'Peerwall notifications');
    expect(await countOurs(page)).toBeGreaterThan(0);
    await page.evaluate(() => history.pushState(null, '', '/settings?tab=account'));
    await until('our elements to go', async () => (await countOurs(page)) === 0 && ours().length === 0);
    await page.evaluate(() => history.pushState(null, '', '/'));
    await frameTitled(page, 'Peerwall notifications');
  });

  test('all of ours goes at once when the user pauses it, and comes back', async () => {
    page = await stage.alice.facebook();
    await frameTitled(page, 'Peerwall notifications');
    await askFromHome(stage.home, setPaused, { paused: true });
    await until('our elements to go', async () => (await countOurs(page)) === 0 && ours().length === 0, 2000);
    await askFromHome(stage.home, setPaused, { paused: false });
    await frameTitled(page, 'Peerwall notifications');
  });
});

describe('a page that is not what it was', () => {
  test.each(['?broken=1', '?broken=2'])('is told of, and its composer is left alone: %s', async (path) => {
    page = await stage.alice.facebook(path);
    await frameTitled(page, 'Peerwall notice');
    const { surfaces } = await askFromHome(stage.home, status, {});
    expect(surfaces.some(({ state }) => state === 'trouble')).toBe(true);
    expect(await framesTitled(page, 'Peerwall post')).toEqual([]);
    await page.keyboard.press('p');
    await page.waitForTimeout(500);
    expect(await framesTitled(page, 'Peerwall composer')).toEqual([]);
  });

  test('offers Home where the page lets no frame in', async () => {
    page = await stage.alice.facebook('?coep=require-corp');
    const tabs = () => stage.alice.context.pages().filter((one) => one.url().includes('/home.html')).length;
    await stage.home.goto('about:blank');
    expect(tabs()).toBe(0);
    const { height } = page.viewportSize() ?? (await page.evaluate(() => ({ height: innerHeight })));
    await until(
      'Home',
      async () => {
        await page.mouse.click(100, height - 36);
        return tabs() > 0;
      },
      25_000,
    );
  });
});
