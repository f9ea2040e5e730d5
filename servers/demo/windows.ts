import type { Page } from 'playwright-core';
import type { Person } from '../browser/person.ts';
import type { Scene } from './scene.ts';

/** Both people on Facebook, side by side, and no other tab. */
export async function showWindows({ alice, bob }: Scene): Promise<void> {
  await Promise.all([onFacebook(alice, 0), onFacebook(bob, 1)]);
}

/** Leaves one tab, on Facebook, in the left (0) or right (1) half of the screen. */
async function onFacebook(person: Person, half: 0 | 1): Promise<Page> {
  const others = person.context.pages();
  const page = await person.facebook();
  await Promise.all(others.map((other) => other.close()));
  await place(page, half);
  return page;
}

async function place(page: Page, half: 0 | 1): Promise<void> {
  const screen = await page.evaluate(() => ({
    left: 0,
    width: window.screen.availWidth,
    height: window.screen.availHeight,
  }));
  const width = Math.floor(screen.width / 2);
  const session = await page.context().newCDPSession(page);
  const { windowId } = await session.send('Browser.getWindowForTarget');
  const bounds = { left: half * width, top: 0, width, height: screen.height };
  await session.send('Browser.setWindowBounds', { windowId, bounds }).catch(() => undefined);
  await session.detach();
}
