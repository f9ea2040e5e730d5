import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { framesTitled, frameTitled } from '../../servers/browser/frames.ts';
import { press } from '../../servers/browser/screens/press.ts';
import { until } from '../../servers/browser/until.ts';
import { heardByFacebook } from '../gauntlet/stage/heard.ts';
import { type Stage, startStage } from '../gauntlet/stage/stage.ts';

const TRIGGER = '[role="region"] a[role="link"] + [role="button"]';
const EDITOR = '[data-lexical-editor="true"][role="textbox"]';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage?.stop());
afterEach(() => page?.close());

async function openPage(path = ''): Promise<void> {
  page = await stage.alice.facebook(path);
  await page.locator(TRIGGER).waitFor();
  await frameTitled(page, 'Peerwall notifications');
}

async function expectOurs(): Promise<void> {
  const composer = await frameTitled(page, 'Peerwall composer');
  await composer.getByRole('textbox', { name: "What's on your mind?" }).waitFor();
  expect(await page.locator(EDITOR).count()).toBe(0);
  expect(await page.locator('[role="dialog"]').count()).toBe(0);
}

async function closeOurs(): Promise<void> {
  const composer = await frameTitled(page, 'Peerwall composer');
  await press(composer.getByRole('button', { name: 'Close' }));
  await until('the composer to close', () => composer.isDetached());
}

describe('Facebook’s own "What’s on your mind"', () => {
  test('opens our composer by a click, in the middle, 500 px wide, the page standing still behind it', async () => {
    await openPage();
    await page.locator(TRIGGER).click();
    await expectOurs();
    const composer = await frameTitled(page, 'Peerwall composer');
    const box = await (await composer.frameElement()).boundingBox();
    expect(box?.width).toBe(500);
    expect(Math.abs((box?.x ?? 0) + 250 - (page.viewportSize()?.width ?? 1280) / 2)).toBeLessThan(10);
    await page.mouse.move(100, 400);
    await page.mouse.wheel(0, 600);
    await closeOurs();
    expect(await page.evaluate(() => scrollY)).toBe(0);
    await page.mouse.wheel(0, 600);
    await until('the page to scroll again', () => page.evaluate(() => scrollY > 0));
  });

  test('opens our composer by Enter and by the space bar', async () => {
    await openPage();
    for (const key of ['Enter', 'Space']) {
      await page.locator(TRIGGER).focus();
      await page.keyboard.press(key);
      await expectOurs();
      await closeOurs();
    }
  });

  test('is ours on one’s own profile, Facebook’s on the profile of somebody else', async () => {
    await openPage('alice?lang=en');
    await page.locator(TRIGGER).click();
    await expectOurs();
    await closeOurs();
    await page.evaluate(() => {
      history.pushState(null, '', '/ann.friend');
      dispatchEvent(new PopStateEvent('popstate'));
    });
    await page.getByText('Write something to Ann').click();
    await page.locator(EDITOR).waitFor();
    await page.keyboard.press('Escape');
    await page.locator(EDITOR).waitFor({ state: 'detached' });
    await page.keyboard.press('p');
    await page.locator(EDITOR).waitFor();
    expect(await framesTitled(page, 'Peerwall composer')).toEqual([]);
  });

  test('opens our composer by the key p, and p is a letter where one writes', async () => {
    await openPage();
    await page.locator('input[type="search"]').click();
    await page.keyboard.type('pippa');
    expect(await page.locator('input[type="search"]').inputValue()).toBe('pippa');
    expect(await framesTitled(page, 'Peerwall composer')).toHaveLength(0);
    await page.locator('input[type="search"]').blur();
    await page.keyboard.press('p');
    await expectOurs();
    await closeOurs();
    await page.locator('input[type="search"]').click();
    await page.keyboard.type('pp');
    expect(await page.locator('input[type="search"]').inputValue()).toBe('pippapp');
  });

  test.each(['?lang=vi', '?lang=de', '?lang=ar', '?lang=en&cohort=A', '?cohort=C', '?cohort=B&theme=dark'])(
    'is known in every language and variant: %s',
    async (variant) => {
      await openPage(variant);
      await page.locator(TRIGGER).click();
      await expectOurs();
    },
  );

  test('hears of no press that opened ours', async () => {
    await openPage('?lang=en&theme=light');
    stage.replica.recorder.clear();
    await page.locator(TRIGGER).click();
    await expectOurs();
    await heardByFacebook(page, stage.replica);
    const pressed = stage.replica.recorder.events().filter(({ type }) => /pointer|click/.test(type));
    expect(pressed.filter(({ target }) => target?.startsWith('div[button]'))).toEqual([]);
  });

  test('is Facebook’s once, when the user says so, and then ours again', async () => {
    await openPage();
    await page.locator(TRIGGER).click();
    const composer = await frameTitled(page, 'Peerwall composer');
    await press(composer.getByRole('button', { name: 'Post to Facebook instead' }));
    await frameTitled(page, 'Peerwall notice');
    expect(await page.locator(EDITOR).count()).toBe(0);
    await page.locator(TRIGGER).click();
    await page.locator(EDITOR).waitFor();
    expect(await framesTitled(page, 'Peerwall composer')).toHaveLength(0);
    await until('the notice to go', async () => (await framesTitled(page, 'Peerwall notice')).length === 0);
    await page.keyboard.press('Escape');
    await page.locator(EDITOR).waitFor({ state: 'detached' });
    await page.locator(TRIGGER).click();
    await expectOurs();
  });

  test('Escape closes ours even where the page has the keyboard', async () => {
    await openPage();
    await page.keyboard.press('p');
    const composer = await frameTitled(page, 'Peerwall composer');
    await page.evaluate(() => (document.querySelector('input') as HTMLElement).focus());
    await page.keyboard.press('Escape');
    await until('the composer to close', () => composer.isDetached());
  });
});
