import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { World } from './world.ts';

const FOLDER = join('.output', 'e2e');

/** Where a test of this file fails, what every tab showed then is kept in .output/e2e. */
export function photographFailures(world: () => World | undefined): void {
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    await mkdir(FOLDER, { recursive: true });
    const test = task.name.replace(/[^a-z0-9]+/gi, '-').slice(0, 50);
    for (const person of world()?.people ?? []) {
      for (const [i, page] of person.tabs().entries()) {
        const path = join(FOLDER, `${test}-${person.name}-${i}.png`);
        await page.screenshot({ path, timeout: 5000 }).catch(() => undefined);
      }
    }
  });
}
