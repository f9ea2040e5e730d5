import type { Page } from 'playwright-core';
import { readTable } from './readtable.ts';

/** All rows of a table of the user's database; `page` is one of the extension's. */
export async function rowsOf<T>(page: Page, table: string): Promise<T[]> {
  return (await page.evaluate(readTable, table)) as T[];
}
