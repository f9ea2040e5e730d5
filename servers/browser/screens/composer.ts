import type { Frame, Page } from 'playwright-core';
import { framesTitled, frameTitled } from '../frames.ts';
import { until } from '../until.ts';
import { press, pressSurely } from './press.ts';

export interface NewPost {
  text: string;
  photos?: { name: string; mimeType: string; buffer: Buffer }[];
}

const TRIGGER = /on your mind/i;

/** Clicks the page's own "What's on your mind"; Peerwall's composer opens in its place. */
export async function openComposer(page: Page): Promise<Frame> {
  await page.getByRole('button', { name: TRIGGER }).first().click();
  return composer(page);
}

/** The open composer, ready to be typed into. */
export async function composer(page: Page): Promise<Frame> {
  const frame = await frameTitled(page, 'Peerwall composer');
  await frame.getByRole('textbox', { name: "What's on your mind?" }).waitFor();
  return frame;
}

/** Fills the composer key by key, with photos. */
export async function fillComposer(page: Page, frame: Frame, { text, photos = [] }: NewPost): Promise<void> {
  const box = frame.getByRole('textbox', { name: "What's on your mind?" });
  // on a busy machine a click may come before the frame can take the keyboard: one looks, and clicks again
  await until('the words in the composer', async () => {
    await press(box);
    await box.fill('');
    await page.keyboard.type(text);
    return (await box.inputValue()) === text;
  });
  if (photos.length === 0) return;
  const chooser = page.waitForEvent('filechooser');
  await press(frame.getByRole('button', { name: 'Add photos' }));
  await (await chooser).setFiles(photos);
  await frame
    .getByRole('img')
    .nth(photos.length - 1)
    .waitFor();
}

/** Writes a post on Facebook's page and posts it; resolves when the composer has gone. */
export async function post(page: Page, words: NewPost): Promise<void> {
  const frame = await openComposer(page);
  await fillComposer(page, frame, words);
  await sendPost(page, frame);
}

/** Presses Post; resolves when the composer has gone. */
export async function sendPost(page: Page, frame: Frame): Promise<void> {
  await pressSurely(frame, frame.getByRole('button', { name: 'Post', exact: true }));
  const isGone = async (): Promise<boolean> => (await framesTitled(page, 'Peerwall composer')).length === 0;
  await until('the composer to close', isGone, 30_000);
}
