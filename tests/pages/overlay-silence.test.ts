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

const ours = () => framesIn(page);
const framesIn = (tab: Page) => tab.frames().filter((frame) => frame.url().includes('/frame.html'));

describe('where nothing of ours belongs', () => {
  test('no element and no message, on any such page', async () => {
    const paths = ['login/', 'checkpoint/', 'settings', 'dyi/', 'two_step_verification/authentication/'];
    const before = (await stage.heard()).length;
    const tabs = await Promise.all(paths.map((path) => stage.alice.facebook(path)));
    for (const tab of tabs) await tab.keyboard.press('p');
    // on a page that was opened after them all is there
    page = await stage.alice.facebook();
    await frameTitled(page, 'Peerwall notifications');
    for (const tab of tabs) {
      expect(await countOurs(tab), tab.url()).toBe(0);
      expect(framesIn(tab), tab.url()).toEqual([]);
    }
    const heard = (await stage.heard()).slice(before);
    expect(heard.length).toBeGreaterThan(0);
    expect(heard.filter((one) => !one.endsWith(' /'))).toEqual([]);
    await Promise.all(tabs.map((tab) => tab.close()));
  });

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
  test('is told of, and its composer is left alone; one that lets no frame in has a way to Home', async () => {
    // each is given some seconds to become what it was
    const tabs = await Promise.all(['?broken=1', '?broken=2'].map((path) => stage.alice.facebook(path)));
    page = await stage.alice.facebook('?coep=require-corp');
    for (const tab of tabs) {
      await tab.bringToFront();
      await frameTitled(tab, 'Peerwall notice');
      expect(await framesTitled(tab, 'Peerwall post')).toEqual([]);
      const before = await countOurs(tab);
      await tab.keyboard.press('p');
      // what a key opens is there when the key was heard
      expect(await countOurs(tab)).toBe(before);
    }
    const { surfaces } = await askFromHome(stage.home, status, {});
    expect(surfaces.some(({ state }) => state === 'trouble')).toBe(true);
    await Promise.all(tabs.map((tab) => tab.close()));
    const homes = () => stage.alice.tabs().filter((tab) => tab.url().includes('/home.html')).length;
    await stage.home.goto('about:blank');
    await page.bringToFront();
    const height = await page.evaluate(() => innerHeight);
    await until('Home', async () => {
      await page.mouse.click(100, height - 36);
      return homes() > 0;
    });
  });
});
