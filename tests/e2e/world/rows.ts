import type { Page } from 'playwright-core';

/** All rows of a table of the user's database; `page` is one of the extension's. */
export async function rowsOf<T>(page: Page, table: string): Promise<T[]> {
  return (await page.evaluate(
    (table) =>
      new Promise<unknown[]>((resolve, reject) => {
        const opening = indexedDB.open('peerwall');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const db = opening.result;
          const reading = db.transaction(table).objectStore(table).getAll();
          reading.onerror = () => reject(reading.error);
          reading.onsuccess = () => {
            db.close();
            resolve(reading.result);
          };
        };
      }),
    table,
  )) as T[];
}
