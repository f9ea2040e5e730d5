import type { Frame, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../servers/browser/until.ts';
import { embed } from '../gauntlet/attacks/embed.ts';
import { findAndSelect } from '../gauntlet/attacks/findandselect.ts';
import { frameHandles } from '../gauntlet/attacks/framehandles.ts';
import { readKeyCapture, startKeyCapture } from '../gauntlet/attacks/keycapture.ts';
import { makeUpEvents } from '../gauntlet/attacks/madeup.ts';
import { caughtRoots, openRoots } from '../gauntlet/attacks/openroots.ts';
import { readDocument } from '../gauntlet/attacks/readdocument.ts';
import { heardByFacebook } from '../gauntlet/stage/heard.ts';
import { askFrom } from './asker.ts';
import { ORIGIN, textOf } from './driver.ts';
import { openComposer, press, write } from './hands.ts';
import { plantPlainRoot } from './plainroot.ts';
import { type Stage, startStage } from './stage.ts';

const SECRET = 'Glimmerfox brindlemoth quandaryville thistlewhit';
const WORDS = [...SECRET.split(' '), 'Nightjar', new URL(ORIGIN).host];
const TYPED = 'wolvzyk xephyrq';
const FORGED = 'ab'.repeat(16);

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await startStage('Alice Nightjar');
  await stage.post(SECRET);
  page = await stage.firefox.browser.newPage();
  await page.evaluateOnNewDocument(openRoots);
  await page.goto('https://www.facebook.com/?me=Carol');
  await page.bringToFront();
  await stage.firefox.post(page, SECRET);
});
afterAll(() => stage?.stop());

const heard = () => heardByFacebook(page, stage.world.replica);

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

  test('tells its server none of them, nor the add-on’s own address, which would name the profile', async () => {
    const told = await heard();
    expect(told.length).toBeGreaterThan(0);
    for (const word of WORDS) expect(told).not.toContain(word);
  });
});

describe('a page that listens to every key', () => {
  const captured = async () => `${await page.evaluate(readKeyCapture)}\n${await heard()}`;

  test('hears nothing of a comment that is typed', async () => {
    await page.evaluate(startKeyCapture);
    const frame = await stage.firefox.post(page, SECRET);
    await write(page, frame, 'Write a comment', TYPED);
    expect(await typedInto(frame)).toBe(TYPED);
    expect(piecesOf(TYPED, await captured())).toEqual([]);
  });

  test('hears nothing of a post, not even when it takes the keyboard while the composer is open', async () => {
    const composer = await openComposer(stage.firefox, page, 'Carol');
    await page.keyboard.type(TYPED);
    expect(await typedInto(composer)).toBe(TYPED);
    await page.evaluate(() => {
      (document.querySelector('[role="combobox"]') as HTMLElement | null)?.focus();
    });
    await page.keyboard.type('astrayzq');
    expect(piecesOf(TYPED, await captured())).toEqual([]);
    expect(piecesOf('astrayzq', await captured())).toEqual([]);
    expect(await page.evaluate(() => document.querySelector('input')?.value)).toBe('');
    await press(composer, 'Close');
    await until('no composer', noComposer);
  });

  test('made-up events open no composer of ours and post nothing', async () => {
    const before = await stage.countPosts();
    await page.evaluate(makeUpEvents);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(await noComposer()).toBe(true);
    expect(await stage.countPosts()).toBe(before);
  });
});

describe('a page that embeds our frames itself, even where it knows their address', () => {
  test('gets an empty frame without a nonce, with a forged one, and with one of ours, which is spent', async () => {
    const real = await Promise.all((await stage.firefox.frames(page, 'Peerwall post')).map(addressOf));
    expect(real.length).toBeGreaterThan(0);
    for (const address of real) expect(address).toMatch(/frame\.html#[0-9a-f]{32}$/);
    const base = `${ORIGIN}/frame.html`;
    const added = await embedded([base, `${base}#`, `${base}#${FORGED}`, ...real]);
    for (const frame of added) expect(await textOf(frame)).toBe('');
  });

  test('gets nothing at pages of ours that are not for it', async () => {
    for (const frame of await embedded([`${ORIGIN}/home.html`, `${ORIGIN}/confirm.html#1`])) {
      const shown = await textOf(frame);
      for (const word of [...WORDS, 'Peerwall']) expect(shown).not.toContain(word);
    }
  });

  test('gets no answer of the background through such a frame', async () => {
    const [real = ''] = await Promise.all((await stage.firefox.frames(page, 'Peerwall post')).map(addressOf));
    const [frame] = await embedded([real]);
    if (frame === undefined) throw new Error('it could not be embedded');
    const claim = { ask: 'frame.claim', args: { nonce: real.split('#')[1] } };
    expect(await askFrom(frame, claim)).toEqual({ error: { code: 'not-allowed' } });
    const deed = { ask: 'items.post', args: {}, seen: 'unknown' };
    expect(await askFrom(frame, deed)).toEqual({ error: { code: 'not-allowed' } });
  });

  test('leaves ours as they were', async () => {
    await stage.firefox.post(page, SECRET);
  });
});

describe('the same attacks on what a page could read', () => {
  test('read all of a closed root alone, and hear what is typed there: they are real ones', async () => {
    const { x, y } = await plantPlainRoot(page, SECRET);
    const { found, selected } = await page.evaluate(findAndSelect, SECRET.split(' '));
    expect(found).toEqual(SECRET.split(' '));
    for (const word of SECRET.split(' ')) expect(selected).toContain(word);
    await page.mouse.click(x, y);
    // none of Facebook's hotkeys is in it
    await page.keyboard.type('wet thumb nadir');
    expect(await page.evaluate(readKeyCapture)).toContain('wet thumb nadir');
    expect((await page.evaluate(frameHandles)).windows).toBeGreaterThan(0);
  });
});

/** The frames that come when the page embeds these addresses. */
async function embedded(addresses: string[]): Promise<Frame[]> {
  const before = new Set(page.frames());
  await page.evaluate(embed, addresses);
  const added = page.frames().filter((frame) => !before.has(frame));
  expect(added).toHaveLength(addresses.length);
  return added;
}

async function addressOf(frame: Frame): Promise<string> {
  const element = await frame.frameElement();
  return (await element?.evaluate((one) => (one as HTMLIFrameElement).src)) ?? '';
}

async function noComposer(): Promise<boolean> {
  return (await stage.firefox.frames(page, 'Peerwall composer')).length === 0;
}

function typedInto(frame: Frame): Promise<string | undefined> {
  return frame.evaluate(() => document.querySelector('textarea')?.value);
}

/** Pieces of four letters of a text that were heard: what is heard letter by letter is found so, too. */
function piecesOf(text: string, from: string): string[] {
  const pieces = Array.from({ length: text.length - 3 }, (_, i) => text.slice(i, i + 4));
  return pieces.filter((piece) => from.includes(piece));
}
