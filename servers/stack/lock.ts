import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { giveLock, takeLock } from '../lockfile.ts';

/** Another stack runs in this folder. */
export class StackRunningError extends Error {
  override name = 'StackRunningError';
}

/** Makes the folder and takes it for one stack; the returned function gives it back. Throws StackRunningError. */
export async function lockFolder(dataDir: string): Promise<() => void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, 'stack.pid');
  const owner = takeLock(file);
  if (owner !== null)
    throw new StackRunningError(
      `another network runs in ${dataDir} (process ${owner}): end it, or use another folder with --data`,
    );
  return () => giveLock(file);
}
