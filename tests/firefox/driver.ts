import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type Frame, type Page } from 'puppeteer-core';
import { FIREFOX_ID } from '../../lib/native/ids.ts';
import type { SignedNetwork } from '../../lib/protocol/network.ts';
import { findFirefox } from '../../servers/browser/executable.ts';
import { placeExtension } from '../../servers/browser/extension.ts';
import type { FrameTitle } from '../../servers/browser/frames.ts';
import { endHelper, installHelper } from '../../servers/browser/helperof.ts';
import { PatienceError, until } from '../../servers/browser/until.ts';

/** The add-on's origin is drawn at random at each install, unless this preference says it. */
const UUID = '5f0c2a9e-7d1b-4a53-9a0e-2f6b8c41d377';
export const ORIGIN = `moz-extension://${UUID}`;

const PATIENCE = 60_000;

export interface FirefoxOptions {
  /** What is built in. */
  network: SignedNetwork;
  /** Port of the replica of facebook.com. */
  replicaPort: number;
  /** With a helper of its own, or without. */
  helper?: boolean;
  /** More preferences, as of about:config. */
  preferences?: Record<string, unknown>;
}

/** A Firefox with the add-on, on the replica, its HOME a folder of its own. */
export interface Firefox {
  readonly browser: Browser;
  /** A folder that goes with it. */
  readonly folder: string;
  /** A page of the add-on that is open, found by a part of its address. */
  ours(part: string): Promise<Page>;
  /** The frame of ours with this title in a page of Facebook, and all of them. */
  frame(page: Page, title: FrameTitle): Promise<Frame>;
  frames(page: Page, title: FrameTitle): Promise<Frame[]>;
  /** The frame that shows a post with these words, as soon as it does. */
  post(page: Page, words: string): Promise<Frame>;
  stop(): Promise<void>;
}

/**
 * Starts Firefox, maps facebook.com to the replica, installs the add-on, whose Home opens by itself. Once in some hundred
 * starts Firefox's driver does not see that tab: then it is started anew, once. Nothing is left running where that fails.
 */
export async function startFirefox(options: FirefoxOptions): Promise<Firefox> {
  return await startOnce(options).catch(async (error: unknown) => {
    if (!(error instanceof PatienceError)) throw error;
    process.emitWarning(`Firefox is started anew: ${error.message}`);
    return await startOnce(options);
  });
}

async function startOnce(options: FirefoxOptions): Promise<Firefox> {
  const opened = new AsyncDisposableStack();
  try {
    const folder = await mkdtemp(join(tmpdir(), 'peerwall-firefox-'));
    opened.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
    const [extension, home] = [join(folder, 'extension'), join(folder, 'home')];
    await mkdir(home);
    await placeExtension('firefox', extension, options.network);
    if (options.helper) {
      const helper = join(folder, 'helper');
      opened.defer(() => endHelper(helper));
      await installHelper({ home: helper, firefoxHome: home });
    }
    const browser = await launch(home, options);
    opened.defer(() => browser.close());
    await browser.installExtension(extension);
    const ours = (part: string) => until(`a page ${part}`, () => pageAt(browser, part), PATIENCE);
    await ours('home.html');
    return {
      browser,
      folder,
      ours,
      frame: (page, title) =>
        until(`the frame "${title}"`, async () => (await framesTitled(page, title)).at(-1), PATIENCE),
      frames: framesTitled,
      post: (page, words) => until(`a frame with "${words}"`, () => postWith(page, words), PATIENCE),
      stop: () => opened.disposeAsync(),
    };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

async function launch(home: string, { replicaPort, preferences }: FirefoxOptions): Promise<Browser> {
  return await puppeteer.launch({
    browser: 'firefox',
    executablePath: await findFirefox(),
    headless: true,
    acceptInsecureCerts: true,
    defaultViewport: { width: 1280, height: 900 },
    env: { ...process.env, HOME: home },
    extraPrefsFirefox: {
      'network.dns.localDomains': 'www.facebook.com',
      'network.socket.forcePort': `443=${replicaPort}`,
      'extensions.webextensions.uuids': JSON.stringify({ [FIREFOX_ID]: UUID }),
      ...preferences,
    },
  });
}

// Firefox's driver calls every page of an add-on about:blank: each is asked where it is.
async function pageAt(browser: Browser, part: string): Promise<Page> {
  const seen: string[] = [];
  for (const page of await browser.pages()) {
    const at = await page.evaluate(() => location.href).catch(String);
    if (at.startsWith(`${ORIGIN}/`) && at.includes(part)) return page;
    seen.push(at);
  }
  throw new RangeError(`there are only ${seen.join(', ')}`);
}

async function framesTitled(page: Page, title: FrameTitle): Promise<Frame[]> {
  const found: Frame[] = [];
  for (const frame of page.frames()) {
    if (!(await hrefOf(frame)).startsWith(`${ORIGIN}/frame.html`)) continue;
    if ((await frame.evaluate(() => document.title).catch(() => '')) === title) found.push(frame);
  }
  return found;
}

async function postWith(page: Page, words: string): Promise<Frame | undefined> {
  for (const frame of await framesTitled(page, 'Peerwall post'))
    if ((await textOf(frame)).includes(words)) return frame;
  return undefined;
}

/** What a page or frame shows. */
export function textOf(place: Page | Frame): Promise<string> {
  return place.evaluate(() => document.body.innerText).catch(() => '');
}

function hrefOf(place: Page | Frame): Promise<string> {
  return place.evaluate(() => location.href).catch(() => '');
}
