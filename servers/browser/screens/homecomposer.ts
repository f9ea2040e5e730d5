import type { Locator, Page } from 'playwright-core';
import { until } from '../until.ts';

/** The composer of Home. */
export function homeBox(home: Page): Locator {
  return home.getByRole('textbox', { name: "What's on your mind?" });
}

/** Posts in Home; resolves when its composer is empty again. */
export async function postInHome(home: Page, text: string): Promise<void> {
  const box = homeBox(home);
  await box.fill(text);
  await home.getByRole('button', { name: 'Post', exact: true }).click();
  await until('an empty composer', async () => (await box.inputValue()) === '', 30_000);
}
