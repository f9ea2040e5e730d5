import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type Home, makePrivate } from './home.ts';

/** What `peerwall helper install` writes down for host and daemon. */
export interface HelperConfig {
  /** Ids of the extension: Chromium's and Firefox'. Nobody else may speak to the helper. */
  extensions: string[];
  /** Address to listen on for Friends' helpers; null: all of this machine. */
  listen: string | null;
  /** The TCP port, chosen once, as Friends know it. */
  port: number;
  /** What who connects to the daemon's socket must say first (hex, 32 bytes). */
  key: string;
}

/** The file is not there, or not a helper's. */
export class HelperConfigError extends Error {
  override name = 'HelperConfigError';
}

/** Reads the settings of a home; throws HelperConfigError. No schema library: the host has to start fast. */
export function readConfig(home: Home): HelperConfig {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(home.config, 'utf8'));
  } catch (cause) {
    throw new HelperConfigError(`${home.config} cannot be read: run "npx peerwall helper install"`, {
      cause,
    });
  }
  if (!isConfig(read))
    throw new HelperConfigError(`${home.config} is not a helper's: run "npx peerwall helper install" again`);
  return read;
}

/** Writes the settings, readable by the user alone, whole or not at all. */
export function writeConfig(home: Home, config: HelperConfig): void {
  makePrivate(home.folder);
  const next = `${home.config}.new`;
  writeFileSync(next, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
  renameSync(next, home.config);
}

/** A fresh key for the socket. */
export function newSocketKey(): string {
  return randomBytes(32).toString('hex');
}

function isConfig(read: unknown): read is HelperConfig {
  if (typeof read !== 'object' || read === null) return false;
  const { extensions, listen, port, key } = read as Partial<Record<string, unknown>>;
  return (
    Array.isArray(extensions) &&
    extensions.every((one) => typeof one === 'string' && one !== '') &&
    (listen === null || typeof listen === 'string') &&
    typeof port === 'number' &&
    Number.isInteger(port) &&
    port > 0 &&
    port < 65_536 &&
    typeof key === 'string' &&
    /^[0-9a-f]{64}$/.test(key)
  );
}
