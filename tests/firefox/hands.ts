import type { Frame, Page } from 'puppeteer-core';
import { lookAgain } from '../../servers/browser/screens/lookagain.ts';
import { until } from '../../servers/browser/until.ts';
import { type Firefox, textOf } from './driver.ts';

const SLOW = 60_000;

/** Clicks what has this name and role, as soon as it is there; of several the one on top. */
export async function press(place: Page | Frame, name: string, role = 'button'): Promise<void> {
  const selector = `::-p-aria([name="${name}"][role="${role}"])`;
  await place.waitForSelector(selector, { timeout: SLOW });
  const found = await place.$$(selector);
  await found.at(-1)?.click();
}

/** Clicks into the box of this name and types, key by key. */
export async function write(page: Page, place: Page | Frame, name: string, text: string): Promise<void> {
  await press(place, name, 'textbox');
  await page.keyboard.type(text);
}

/** Goes through the first run in Home, to the end; the network is the built-in one. */
export async function firstRunIn(home: Page, name: string): Promise<void> {
  await press(home, 'Join this network');
  await write(home, home, 'Your name', name);
  await write(home, home, 'Birth date', '1990-05-04');
  await press(home, 'Create my identity');
  await home.waitForSelector('::-p-aria([name="Recovery phrase"][role="list"])', { timeout: SLOW });
  await press(home, 'I will do it later');
  await home.waitForSelector('::-p-aria([name="Peerwall"][role="navigation"])', { timeout: SLOW });
}

/** Looks elsewhere and back at Home, again and again, until there is what is waited for: then mailboxes are asked at once. */
export async function lookBackAt(home: Page, what: string, look: () => Promise<boolean>): Promise<void> {
  const elsewhere = await home.browser().newPage();
  const back = async () => {
    await elsewhere.bringToFront();
    await until('Home to be out of sight', () => home.evaluate(() => document.hidden));
    await home.bringToFront();
  };
  await home.bringToFront();
  await lookAgain({ reload: back }, what, look);
  await elsewhere.close();
}

/** Accepts the one request in Home. */
export async function acceptIn(home: Page): Promise<void> {
  await home.evaluate(() => {
    location.hash = 'friends';
  });
  const accept = '::-p-aria([name="Accept"][role="button"])';
  await lookBackAt(home, 'a request', async () => (await home.$(accept)) !== null);
  await press(home, 'Accept');
}

/** Opens a tab on Facebook, in front. */
export async function facebookOf(firefox: Firefox, name: string): Promise<Page> {
  const page = await firefox.browser.newPage();
  await page.goto(`https://www.facebook.com/?me=${name}`);
  await page.bringToFront();
  return page;
}

/** Clicks the page's own "What's on your mind", and into Peerwall's composer, which opens in its place. */
export async function openComposer(firefox: Firefox, page: Page, name: string): Promise<Frame> {
  await press(page, `What's on your mind, ${name}?`);
  const composer = await firefox.frame(page, 'Peerwall composer');
  await press(composer, "What's on your mind?", 'textbox');
  return composer;
}

/** Whether a page or frame shows these words. */
export async function shows(place: Page | Frame, words: string): Promise<boolean> {
  return (await textOf(place)).includes(words);
}
