import type { Page } from 'playwright-core';
import { until } from '../until.ts';

/** Posts in Home; resolves when its composer is empty again. */
export async function postInHome(home: Page, text: string): Promise<void> {
  const box = home.getByRole('textbox', { name: "What's on your mind?" });
  await box.fill(text);
  await home.getByRole('button', { name: 'Post', exact: true }).click();
  await until('an empty composer', async () => (await box.inputValue()) === '', 30_000);
}
