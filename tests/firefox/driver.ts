import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type Frame, type Page } from 'puppeteer-core';
import { FIREFOX_ID } from '../../lib/native/ids.ts';

/** The add-on's origin is drawn at random at each install, unless this preference says it. */
const UUID = '5f0c2a9e-7d1b-4a53-9a0e-2f6b8c41d377';
export const ORIGIN = `moz-extension://${UUID}`;
const PATIENCE = 60_000;

export interface FirefoxOptions {
  /** The built extension; a copy of it is installed. */
  extension: string;
  /** What is built in: network.json. */
  network: unknown;
  /** Port of the replica of facebook.com. */
  replicaPort: number;
}

/** A Firefox with the add-on, on the replica, its home folder its own. */
export interface Firefox {
  browser: Browser;
  /** A page of the add-on that is open, found by what its address ends with. */
  ours(part: string): Promise<Page>;
  /** The frame of ours in a page of Facebook with this title. */
  frame(page: Page, heading: string): Promise<Frame>;
  stop(): Promise<void>;
}

/** Starts Firefox, maps facebook.com to the replica, installs the add-on. */
export async function startFirefox(options: FirefoxOptions): Promise<Firefox> {
  const folder = mkdtempSync(join(tmpdir(), 'peerwall-firefox-'));
  const extension = join(folder, 'extension');
  cpSync(options.extension, extension, { recursive: true });
  writeFileSync(join(extension, 'network.json'), JSON.stringify(options.network));
  mkdirSync(join(folder, 'home'));
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: process.env.PEERWALL_FIREFOX ?? '/usr/bin/firefox-esr',
    headless: true,
    acceptInsecureCerts: true,
    env: { ...process.env, HOME: join(folder, 'home') },
    extraPrefsFirefox: {
      'network.dns.localDomains': 'www.facebook.com',
      'network.socket.forcePort': `443=${options.replicaPort}`,
      'extensions.webextensions.uuids': JSON.stringify({ [FIREFOX_ID]: UUID }),
    },
  });
  await browser.installExtension(extension);
  return {
    browser,
    ours: (part) => until(`a page ${part}`, () => findPage(browser, part)),
    frame: (page, heading) => until(`the frame ${heading}`, () => findFrame(page, heading)),
    stop: async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Asks again until there is an answer; throws after a minute. */
export async function until<T>(what: string, there: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + PATIENCE;
  while (Date.now() < end) {
    const found = await there().catch(() => undefined);
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${what} did not come about`);
}

/** Firefox's driver calls every page of an add-on about:blank: each is asked where it is. */
async function findPage(browser: Browser, part: string): Promise<Page | undefined> {
  for (const page of await browser.pages()) {
    const at = await hrefOf(page).catch(() => '');
    if (at.startsWith(ORIGIN) && at.includes(part)) return page;
  }
  return undefined;
}

async function findFrame(page: Page, title: string): Promise<Frame | undefined> {
  for (const frame of page.frames()) {
    const at = await hrefOf(frame).catch(() => '');
    if (!at.startsWith(`${ORIGIN}/frame.html`)) continue;
    if ((await frame.evaluate(() => document.title)) === title) return frame;
  }
  return undefined;
}

async function hrefOf(place: Page | Frame): Promise<string> {
  return await place.evaluate(() => location.href);
}
