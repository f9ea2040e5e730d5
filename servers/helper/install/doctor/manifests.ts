import { existsSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { Home } from '../../home.ts';
import type { Browser } from '../browsers.ts';
import { type Finding, fine, INSTALL, wrong } from '../finding.ts';
import { manifestFile, manifestFor } from '../manifest.ts';

/** Whether each browser finds the host, and lets the extension start it. */
export function lookAtManifests(home: Home, browsers: readonly Browser[]): Finding[] {
  return browsers.map((browser) => lookAt(home, browser));
}

function lookAt(home: Home, browser: Browser): Finding {
  const file = manifestFile(browser);
  const what = `manifest for ${browser.name}`;
  const broken = (says: string): Finding => wrong(what, `${file} ${says}`, again(browser));
  const read = readJson(file);
  if (read === undefined) return broken('is missing');
  if (typeof read !== 'object' || read === null) return broken('is not JSON');
  const wanted = manifestFor(browser, home.host);
  if (isDeepStrictEqual(read, wanted)) return fine(what, file);
  const { path } = read as { path?: unknown };
  if (typeof path !== 'string' || !existsSync(path)) return broken('points to a file that is not there');
  if (path !== home.host) return broken('points to another helper');
  return broken('names another extension');
}

function again({ name, folder }: Browser): string {
  return name === 'profile'
    ? `${INSTALL} --profile ${folder.replace(/\/NativeMessagingHosts$/, '')}`
    : INSTALL;
}

/** Undefined where there is no file, null where it is not JSON. */
function readJson(file: string): unknown {
  try {
    const text = readFileSync(file, 'utf8');
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  } catch {
    return undefined;
  }
}
