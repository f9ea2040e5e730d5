import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postFrame } from '../../servers/browser/frames.ts';
import { embed } from './attacks/embed.ts';
import { findAndSelect } from './attacks/findandselect.ts';
import { frameHandles } from './attacks/framehandles.ts';
import { caughtRoots, openRoots } from './attacks/openroots.ts';
import { readDocument } from './attacks/readdocument.ts';
import { heardByFacebook } from './stage/heard.ts';
import { plantPlainRoot } from './stage/plainroot.ts';
import { type Stage, startStage } from './stage/stage.ts';

const SECRET = 'Glimmerfox brindlemoth quandaryville thistlewhit';
const WORDS = [...SECRET.split(' '), 'Nightjar'];

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await startStage('Alice Nightjar');
  await stage.post(SECRET);
  page = await stage.alice.context.newPage();
  await page.addInitScript(openRoots);
  await page.goto('https://www.facebook.com/?me=Carol');
  await postFrame(page, SECRET);
});
afterAll(() => stage?.stop());

describe('a page that tries to read a post which is on its screen', () => {
  test('finds none of its words, and selects none', async () => {
    const { found, selected } = await page.evaluate(findAndSelect, WORDS);
    expect(found).toEqual([]);
    for (const word of WORDS) expect(selected).not.toContain(word);
  });

  test('reads none of them in its document, at any point of the screen, in any root it opens', async () => {
    const read = await page.evaluate(readDocument);
    expect(read).toContain('What');
    for (const word of WORDS) expect(read).not.toContain(word);
    expect(await page.evaluate(caughtRoots)).toBe(0);
  });

  test('has no handle to any frame of ours', async () => {
    expect(await page.evaluate(frameHandles)).toEqual({ windows: 0, iframes: 0, entries: [], roots: 0 });
  });

  test('would have one to a frame in the open: the looking is real', async () => {
    await page.evaluate(embed, ['about:blank']);
    expect(await page.evaluate(frameHandles)).toMatchObject({ windows: expect.any(Number), iframes: 1 });
    expect((await page.evaluate(frameHandles)).windows).toBeGreaterThan(0);
  });

  test('tells its server none of them', async () => {
    const told = await heardByFacebook(page, stage.replica);
    expect(told.length).toBeGreaterThan(0);
    for (const word of WORDS) expect(told).not.toContain(word);
  });

  test('would read all of it in a closed root alone: the search is a real one', async () => {
    await plantPlainRoot(page, SECRET);
    const { found, selected } = await page.evaluate(findAndSelect, WORDS);
    expect(found).toEqual(SECRET.split(' '));
    for (const word of SECRET.split(' ')) expect(selected).toContain(word);
  });
});
