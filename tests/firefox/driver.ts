import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type Frame, type Page } from 'puppeteer-core';
import { FIREFOX_ID } from '../../lib/native/ids.ts';
import type { SignedNetwork } from '../../lib/protocol/network.ts';
import { placeExtension } from '../../servers/browser/extension.ts';
import { until } from '../../servers/browser/until.ts';

/** The add-on's origin is drawn at random at each install, unless this preference says it. */
const UUID = '5f0c2a9e-7d1b-4a53-9a0e-2f6b8c41d377';
export const ORIGIN = `moz-extension://${UUID}`;

export interface FirefoxOptions {
  /** What is built in. */
  network: SignedNetwork;
  /** Port of the replica of facebook.com. */
  replicaPort: number;
  /** Called with the home folder before the start: to install a helper there. */
  prepare?: (home: string) => Promise<void>;
}

/** A Firefox with the add-on, on the replica, its home folder its own. */
export interface Firefox {
  browser: Browser;
  /** A page of the add-on that is open, found by a part of its address. */
  ours(part: string): Promise<Page>;
  /** The frame of ours with this title in a page of Facebook, and all of them. */
  frame(page: Page, title: string): Promise<Frame>;
  frames(page: Page, title: string): Promise<Frame[]>;
  stop(): Promise<void>;
}

/** Starts Firefox, maps facebook.com to the replica, installs the add-on. */
export async function startFirefox({ network, replicaPort, prepare }: FirefoxOptions): Promise<Firefox> {
  const folder = await mkdtemp(join(tmpdir(), 'peerwall-firefox-'));
  const [extension, home] = [join(folder, 'extension'), join(folder, 'home')];
  await mkdir(home);
  await placeExtension('firefox', extension, network);
  await prepare?.(home);
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: process.env.PEERWALL_FIREFOX ?? '/usr/bin/firefox-esr',
    headless: true,
    acceptInsecureCerts: true,
    defaultViewport: { width: 1280, height: 900 },
    env: { ...process.env, HOME: home },
    extraPrefsFirefox: {
      'network.dns.localDomains': 'www.facebook.com',
      'network.socket.forcePort': `443=${replicaPort}`,
      'extensions.webextensions.uuids': JSON.stringify({ [FIREFOX_ID]: UUID }),
    },
  });
  await browser.installExtension(extension);
  return {
    browser,
    ours: (part) => until(`a page ${part}`, () => findPage(browser, part), 60_000),
    frame: (page, title) =>
      until(`the frame "${title}"`, async () => (await framesTitled(page, title)).at(-1), 60_000),
    frames: framesTitled,
    stop: async () => {
      await browser.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Firefox's driver calls every page of an add-on about:blank: each is asked where it is. */
async function findPage(browser: Browser, part: string): Promise<Page | undefined> {
  for (const page of await browser.pages()) {
    const at = await hrefOf(page);
    if (at.startsWith(`${ORIGIN}/`) && at.includes(part)) return page;
  }
  return undefined;
}

async function framesTitled(page: Page, title: string): Promise<Frame[]> {
  const found: Frame[] = [];
  for (const frame of page.frames()) {
    if (!(await hrefOf(frame)).startsWith(`${ORIGIN}/frame.html`)) continue;
    if ((await frame.evaluate(() => document.title)) === title) found.push(frame);
  }
  return found;
}

async function hrefOf(place: Page | Frame): Promise<string> {
  return await place.evaluate(() => location.href).catch(() => '');
}
