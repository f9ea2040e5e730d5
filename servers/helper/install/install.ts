import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { CHROMIUM_ID, FIREFOX_ID } from '../../../lib/native/ids.ts';
import { freePort } from '../../ports.ts';
import { type HelperConfig, HelperConfigError, newSocketKey, readConfig, writeConfig } from '../config.ts';
import { type Home, makePrivate } from '../home.ts';
import { warmUp } from '../reach.ts';
import type { Browser } from './browsers.ts';
import { manifestFile, manifestFor } from './manifest.ts';
import { addToRecord } from './record.ts';
import { stopDaemon } from './uninstall.ts';
import { wrapperFor } from './wrapper.ts';

/** What is to be installed. */
export interface InstallOrder {
  home: Home;
  browsers: readonly Browser[];
  /** Address to listen on; undefined: as before, at first all of the machine. */
  listen?: string;
  /** Absolute path of Node. */
  node: string;
}

/** What was. */
export interface Installed {
  home: string;
  host: string;
  port: number;
  listen: string | null;
  manifests: string[];
}

/**
 * Installs the helper for this user, or mends and updates it: port, key and letters of an earlier installation stay. A
 * running daemon is ended, and started anew by the next browser that needs it. Throws HelperConfigError for a folder that
 * is not free.
 */
export async function install(order: InstallOrder): Promise<Installed> {
  const { home, browsers, node } = order;
  checkFree(home);
  const above = makeFolder(home.folder);
  makePrivate(home.folder);
  const config = await configFor(order);
  writeConfig(home, config);
  writeFileSync(home.host, wrapperFor(home, node), { mode: 0o700 });
  chmodSync(home.host, 0o700);
  const folders = browsers.flatMap(({ folder }) => makeFolder(folder));
  addToRecord(home, browsers, [...above, ...folders]);
  for (const browser of browsers) {
    const manifest = JSON.stringify(manifestFor(browser, home.host), null, 2);
    writeFileSync(manifestFile(browser), `${manifest}\n`, { mode: 0o644 });
  }
  await stopDaemon(home).catch(() => null);
  // an older version's cache is made good by the first daemon itself
  if (!existsSync(home.cache)) await warmUp(home);
  const { port, listen } = config;
  return { home: home.folder, host: home.host, port, listen, manifests: browsers.map(manifestFile) };
}

/** A folder with other things in it is not made the helper's: it would be closed to others, and emptied at the end. */
function checkFree(home: Home): void {
  if (existsSync(home.config) || !existsSync(home.folder)) return;
  if (readdirSync(home.folder).length > 0)
    throw new HelperConfigError(`${home.folder} has other things in it: name a folder of its own`);
}

async function configFor({ home, listen }: InstallOrder): Promise<HelperConfig> {
  const old = readOld(home);
  return {
    extensions: [CHROMIUM_ID, FIREFOX_ID],
    listen: listen ?? old?.listen ?? null,
    port: old?.port ?? (await choosePort()),
    key: old?.key ?? newSocketKey(),
  };
}

function readOld(home: Home): HelperConfig | null {
  try {
    return readConfig(home);
  } catch {
    return null;
  }
}

/** A free port, kept from now on: routers' and Friends' tables name it. */
async function choosePort(): Promise<number> {
  const port = await freePort(0, '0.0.0.0');
  if (port === 0) throw new Error('no port is free');
  return port;
}

/** Makes a folder and those above it; the answer is what was not there before, deepest first. */
function makeFolder(folder: string): string[] {
  const missing: string[] = [];
  for (let at = folder; !existsSync(at) && dirname(at) !== at; at = dirname(at)) missing.push(at);
  mkdirSync(folder, { recursive: true });
  return missing;
}
