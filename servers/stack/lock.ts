import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Another stack runs in this folder. */
export class StackRunningError extends Error {
  override name = 'StackRunningError';
}

/** Makes the folder and takes it for this process; the returned function gives it back. Throws StackRunningError. */
export async function lockFolder(dataDir: string): Promise<() => Promise<void>> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, 'stack.pid');
  const pid = Number(await readFile(file, 'utf8').catch(() => '0'));
  if (pid > 0 && pid !== process.pid && alive(pid))
    throw new StackRunningError(
      `another network runs in ${dataDir} (process ${pid}): end it, or use another folder with --data`,
    );
  await writeFile(file, String(process.pid));
  return () => rm(file, { force: true });
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
