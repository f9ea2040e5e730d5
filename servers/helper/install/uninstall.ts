import { existsSync, rmdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Status } from '../../../lib/native/messages.ts';
import { alive } from '../../alive.ts';
import { HelperConfigError } from '../config.ts';
import { askDaemon } from '../control.ts';
import { filesOf, type Home } from '../home.ts';
import { DaemonError } from '../reach.ts';
import { manifestFile } from './manifest.ts';
import { readRecord } from './record.ts';

const PATIENCE = 10_000;

/** Ends the daemon and waits until it is gone; null where none ran, else how it was last. Throws DaemonError where it does not end. */
export async function stopDaemon(home: Home): Promise<Status | null> {
  const status = await askDaemon(home, 'stop');
  if (status === null) return null;
  const end = Date.now() + PATIENCE;
  while (alive(status.pid)) {
    if (Date.now() > end) throw new DaemonError('the daemon does not end');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return status;
}

/** Removes all that installing made: manifests, folders made for them, and every letter. Throws HelperConfigError where there is none. */
export function uninstall(home: Home): string[] {
  if (!existsSync(home.installed) && !existsSync(home.config))
    throw new HelperConfigError(`no helper is installed in ${home.folder}`);
  const { browsers, folders } = readRecord(home);
  const files = browsers.map(manifestFile);
  for (const file of files) rmSync(file, { force: true });
  for (const file of filesOf(home)) rmSync(file, { recursive: true, force: true });
  removeEmpty(home.folder);
  const socketFolder = dirname(home.socket);
  if (process.platform !== 'win32' && socketFolder !== home.folder)
    rmSync(socketFolder, { recursive: true, force: true });
  for (const folder of folders) removeEmpty(folder);
  return [...files, home.folder];
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // somebody else has put something there, or removed it
  }
}
