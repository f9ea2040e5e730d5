import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';

/** There is no browser here that loads the extension; the message says what to install. */
export class BrowserMissingError extends Error {
  override name = 'BrowserMissingError';
}

interface Wanted {
  /** File names in PATH and whole paths, best first. */
  files: string[];
  /** The environment variable in which the user may name the file. */
  variable: string;
  missing: string;
}

const CHROMIUM: Wanted = {
  files: ['chromium', 'chromium-browser', '/Applications/Chromium.app/Contents/MacOS/Chromium'],
  variable: 'PEERWALL_CHROMIUM',
  missing:
    'Chromium is missing: install it (apt-get install chromium), or name its file in PEERWALL_CHROMIUM',
};

const FIREFOX: Wanted = {
  files: ['firefox-esr', 'firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'],
  variable: 'PEERWALL_FIREFOX',
  missing:
    'Firefox is missing: install it (apt-get install firefox-esr), or name its file in PEERWALL_FIREFOX',
};

const run = promisify(execFile);

/** The file of a Chromium that takes `--load-extension`; throws BrowserMissingError, also for branded Chrome. */
export async function findChromium(env = process.env): Promise<string> {
  const file = await find(CHROMIUM, env);
  const { stdout } = await run(file, ['--version']).catch(() => ({ stdout: '' }));
  if (/^Google Chrome (?!for Testing)/.test(stdout))
    throw new BrowserMissingError(
      `${file} is Google Chrome, which refuses --load-extension: use Chromium or Chrome for Testing`,
    );
  return file;
}

/** The file of a Firefox; throws BrowserMissingError. */
export function findFirefox(env = process.env): Promise<string> {
  return find(FIREFOX, env);
}

async function find({ files, variable, missing }: Wanted, env: NodeJS.ProcessEnv): Promise<string> {
  const named = env[variable];
  if (named) {
    if (await runs(named)) return named;
    throw new BrowserMissingError(`${variable} names ${named}, which is no program`);
  }
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const name of files) {
    for (const file of isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name)))
      if (await runs(file)) return file;
  }
  throw new BrowserMissingError(missing);
}

function runs(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
