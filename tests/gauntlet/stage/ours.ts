import type { Frame, Page } from 'playwright-core';
import { framesTitled } from '../../../servers/browser/frames.ts';

/** Where a post of ours stands among Facebook's cards. */
export interface Standing {
  text: string;
  /** Text of Facebook's next card above and below, by its place in the feed; null where there is none. */
  above: string | null;
  below: string | null;
}

/** Elements that the page did not make: ours. Nothing else tells them. */
export function countOurs(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      [...document.querySelectorAll('html > div:not([id]), body div:not([id])')].filter(
        (one) => !('__own' in one),
      ).length,
  );
}

/** Where each post frame stands now; those of the pool that wait for a place are left out. */
export async function standings(page: Page, words: string): Promise<Standing[]> {
  const found: Standing[] = [];
  for (const frame of await framesTitled(page, 'Peerwall post')) {
    const place = await placeOf(frame);
    const text =
      place === null ? null : await frame.evaluate(() => document.body.innerText).catch(() => null);
    const line = text?.split('\n').find((one) => one.includes(words));
    if (place !== null && line !== undefined) found.push({ text: line, ...place });
  }
  return found;
}

async function placeOf(frame: Frame): Promise<Omit<Standing, 'text'> | null> {
  const element = await frame.frameElement().catch(() => null);
  if (element === null) return null;
  return await element.evaluate((iframe) => {
    const { host } = iframe.getRootNode() as ShadowRoot;
    if (host.parentElement === document.documentElement) return null;
    const card = (from: Element | null, step: 'previousElementSibling' | 'nextElementSibling') => {
      let at = from;
      while (at !== null && !('__own' in at)) at = at[step];
      const unit = at?.querySelector('[aria-posinset], [role="article"]:not([aria-label])') ?? null;
      return (
        unit?.getAttribute('aria-posinset') ?? unit?.querySelector('a[href]')?.getAttribute('href') ?? null
      );
    };
    return {
      above: card(host.previousElementSibling, 'previousElementSibling'),
      below: card(host.nextElementSibling, 'nextElementSibling'),
    };
  });
}
