import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { frameTitled, postFrame } from '../../servers/browser/frames.ts';
import { press } from '../../servers/browser/screens/press.ts';
import { until } from '../../servers/browser/until.ts';
import { readKeyCapture, startKeyCapture } from './attacks/keycapture.ts';
import { heardByFacebook } from './stage/heard.ts';
import { plantPlainRoot } from './stage/plainroot.ts';
import { type Stage, startStage } from './stage/stage.ts';

const TYPED = 'wolvzyk xephyrq';
const PASTED = 'Vexqillum zythumq';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await startStage('Alice Nightjar');
  await stage.post('Somebody may answer this');
  page = await stage.alice.facebook();
  await postFrame(page, 'Somebody may answer this');
  await page.evaluate(startKeyCapture);
});
afterAll(() => stage?.stop());

async function captured(): Promise<string> {
  return `${await page.evaluate(readKeyCapture)}\n${await heardByFacebook(page, stage.replica)}`;
}

/** Pieces of four letters of a text that were heard: what is heard letter by letter is found so, too. */
function piecesOf(text: string, heard: string): string[] {
  const pieces = Array.from({ length: text.length - 3 }, (_, i) => text.slice(i, i + 4));
  return pieces.filter((piece) => heard.includes(piece));
}

describe('a page that listens to every key', () => {
  test('hears nothing of a comment that is typed', async () => {
    const frame = await postFrame(page, 'Somebody may answer this');
    const box = frame.getByRole('textbox', { name: 'Write a comment' });
    await box.click();
    await page.keyboard.type(TYPED);
    expect(await box.inputValue()).toBe(TYPED);
    expect(piecesOf(TYPED, await captured())).toEqual([]);
  });

  test('hears nothing of a post that is typed and pasted, nor of the keys that open the composer', async () => {
    const frame = await postFrame(page, 'Somebody may answer this');
    await page.keyboard.press('Tab');
    // below Facebook's menu there is nothing at all
    await page.mouse.click(150, 760);
    const isOut = () => frame.evaluate(() => !document.hasFocus());
    await until('the keyboard to be at the page', isOut);
    await page.keyboard.press('p');
    const composer = await frameTitled(page, 'Peerwall composer');
    const box = composer.getByRole('textbox', { name: "What's on your mind?" });
    await box.click();
    await page.keyboard.type(TYPED);
    await page.keyboard.insertText(PASTED);
    expect(await box.inputValue()).toBe(`${TYPED}${PASTED}`);
    const heard = await captured();
    expect(piecesOf(TYPED, heard)).toEqual([]);
    expect(piecesOf(PASTED, heard)).toEqual([]);
  });

  test('hears nothing even while the composer is open and the page has the keyboard', async () => {
    const composer = await frameTitled(page, 'Peerwall composer');
    // a page can take the keyboard away at any moment
    await page.evaluate(() => {
      (document.querySelector('[role="combobox"]') as HTMLElement | null)?.focus();
    });
    await page.keyboard.type('astrayzq');
    expect(piecesOf('astrayzq', await captured())).toEqual([]);
    expect(await page.evaluate(() => document.querySelector('input')?.value)).toBe('');
    await press(composer.getByRole('button', { name: 'Close' }));
    await until('the composer to close', () => composer.isDetached());
  });

  test('would hear all of it in a closed root alone: the listening is real', async () => {
    const { x, y } = await plantPlainRoot(page, 'plain');
    await page.mouse.click(x, y);
    // none of Facebook's hotkeys is in it
    await page.keyboard.type('wet thumb nadir');
    expect(await captured()).toContain('wet thumb nadir');
  });
});
