import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';

/** Pictures of what the story shows, numbered in its order. */
export interface Album {
  /** `NN-name.png` of what stands in the tab, our frames with it. */
  take(page: Page, name: string): Promise<void>;
}

/** An empty album in a folder. */
export async function openAlbum(folder = '.output/demo'): Promise<Album> {
  const at = resolve(folder);
  await rm(at, { recursive: true, force: true });
  await mkdir(at, { recursive: true });
  let number = 0;
  return {
    take: async (page, name) => {
      number++;
      await page.bringToFront();
      await page.screenshot({ path: join(at, `${String(number).padStart(2, '0')}-${name}.png`) });
    },
  };
}

/** One that keeps nothing. */
export const NO_ALBUM: Album = { take: () => Promise.resolve() };
