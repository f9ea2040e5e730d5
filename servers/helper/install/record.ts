import { readFileSync, writeFileSync } from 'node:fs';
import type { Home } from '../home.ts';
import type { Browser } from './browsers.ts';

/** What an installation made outside its home, so that nothing of it is left when it goes. */
export interface Installation {
  readonly browsers: readonly Browser[];
  /** Folders that were not there before, deepest first. */
  readonly folders: readonly string[];
}

const NOTHING: Installation = { browsers: [], folders: [] };

/** What was written down; nothing where nothing was. */
export function readRecord(home: Home): Installation {
  try {
    const read: unknown = JSON.parse(readFileSync(home.installed, 'utf8'));
    return isInstallation(read) ? read : NOTHING;
  } catch {
    return NOTHING;
  }
}

/** Adds to what was written down before. */
export function addToRecord(home: Home, browsers: readonly Browser[], folders: readonly string[]): void {
  const old = readRecord(home);
  const all = new Map([...old.browsers, ...browsers].map((one) => [one.folder, one]));
  const made = [...new Set([...old.folders, ...folders])].sort((a, b) => b.length - a.length);
  const record: Installation = { browsers: [...all.values()], folders: made };
  writeFileSync(home.installed, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
}

function isInstallation(read: unknown): read is Installation {
  return typeof read === 'object' && read !== null && 'browsers' in read && 'folders' in read;
}
