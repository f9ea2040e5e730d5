import { statfsSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { Home } from '../../home.ts';
import { type Finding, fine, wrong } from '../finding.ts';

/** Room below which custody may soon be refused. */
const LEAST_ROOM = 64 * 1024 * 1024;

/** Whether the home is the user's alone. */
export function lookAtFolder(home: Home): Finding[] {
  if (process.platform === 'win32') return [];
  const { mode, uid } = statSync(home.folder);
  if (uid !== userInfo().uid)
    return [
      wrong('folder', `${home.folder} belongs to another user`, `sudo chown -R $(id -u) '${home.folder}'`),
    ];
  if ((mode & 0o077) !== 0)
    return [wrong('folder', `others may read ${home.folder}`, `chmod 700 '${home.folder}'`)];
  return [fine('folder', home.folder)];
}

/** Whether there is room for letters. `free` gives bytes; tests pass their own. */
export function lookAtRoom(home: Home, free = freeBytes): Finding[] {
  const bytes = free(home.folder);
  const says = `${Math.round(bytes / 1e6)} MB free`;
  return [
    bytes < LEAST_ROOM
      ? wrong('disk', `the disk is full: ${says}`, `df -h '${home.folder}'`)
      : fine('disk', says),
  ];
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
