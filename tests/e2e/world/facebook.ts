import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { until } from '../../../servers/browser/until.ts';
import type { World } from './world.ts';

const CONTROL = 'a word for everybody';

/**
 * Proves that none of these words reached "Facebook": not by a key, an input, a selection or a request. The proof is of
 * worth because a word typed into the page's own search box does.
 */
export async function expectFacebookKnowsNothing(world: World, page: Page, words: string[]): Promise<void> {
  const search = page.getByRole('combobox').first();
  await search.click();
  await page.keyboard.type(CONTROL);
  await until('the control word at Facebook', () => world.replica.recorder.words().includes(CONTROL));
  const known = world.replica.recorder.words();
  for (const word of words) expect(known).not.toContain(word);
}
