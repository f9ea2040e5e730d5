import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Another stack runs in this folder. */
export class StackRunningError extends Error {
  override name = 'StackRunningError';
}

const held = new Set<string>();

/** Makes the folder and takes it for one stack; the returned function gives it back. Throws StackRunningError. */
export async function lockFolder(dataDir: string): Promise<() => Promise<void>> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, 'stack.pid');
  const pid = Number(await readFile(file, 'utf8').catch(() => '0'));
  // a file with our own number that we do not hold was left by a process that had it before us
  const taken = pid === process.pid ? held.has(dataDir) : pid > 0 && alive(pid);
  if (taken)
    throw new StackRunningError(
      `another network runs in ${dataDir} (process ${pid}): end it, or use another folder with --data`,
    );
  held.add(dataDir);
  await writeFile(file, String(process.pid));
  return async () => {
    await rm(file, { force: true });
    held.delete(dataDir);
  };
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
