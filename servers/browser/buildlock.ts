import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { giveLock, takeLock } from '../lockfile.ts';

/** Does `work` while nobody else does such work under the same lock file; an ended process' lock counts for nothing. */
export async function alone<T>(file: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  while (takeLock(file) !== null) await pause(100);
  try {
    return await work();
  } finally {
    giveLock(file);
  }
}
