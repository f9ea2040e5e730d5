import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { findChromium } from '../../servers/browser/executable.ts';
import { type Replica, startReplica } from '../../servers/replica/start.ts';

/** A replica and a browser that takes it for facebook.com. */
export interface Stage {
  readonly replica: Replica;
  /** Opens an address of the replica in a fresh page without cookies. */
  open(path: string, size?: { width: number; height: number }): Promise<Page>;
}

/** One replica and one Chromium for the tests of a file; ended with them. */
export function stage(): Stage {
  let replica: Replica | undefined;
  let browser: Browser | undefined;
  let context: BrowserContext | undefined;
  beforeAll(async () => {
    replica = await startReplica();
    browser = await chromium.launch({
      executablePath: await findChromium(),
      args: [
        '--no-sandbox',
        `--host-resolver-rules=MAP *.facebook.com 127.0.0.1:${replica.port}`,
        `--ignore-certificate-errors-spki-list=${replica.spki}`,
      ],
    });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await replica?.stop();
  });
  return {
    get replica() {
      if (replica === undefined) throw new Error('the replica is not up yet');
      return replica;
    },
    async open(path, viewport = { width: 1440, height: 900 }) {
      if (browser === undefined) throw new Error('the browser is not up yet');
      // One context, so that scripts come from its cache; cookies and pages of the test before go.
      context ??= await browser.newContext({ ignoreHTTPSErrors: true });
      await context.clearCookies();
      const page = await context.newPage();
      for (const other of context.pages()) if (other !== page) await other.close();
      await page.setViewportSize(viewport);
      await page.goto(`https://www.facebook.com${path}`, { waitUntil: 'domcontentloaded' });
      return page;
    },
  };
}

/** Waits for the first units of the feed. */
export async function feedOf(page: Page): Promise<void> {
  await page.waitForSelector('[data-virtualized=false]');
}

/** Whether the page has died of a foreign hand. */
export function crashed(page: Page): Promise<boolean> {
  return page.evaluate(() => '__crashed' in window);
}

/** Waits until the page has died; fails when it lives on for five seconds. */
export async function untilCrashed(page: Page): Promise<void> {
  await page.waitForFunction(() => '__crashed' in window, undefined, { timeout: 5000 });
}
