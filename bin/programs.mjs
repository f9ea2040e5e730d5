import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installPackage } from './apt.mjs';

// Debian puts servers into /usr/sbin, which is not in the PATH of an ordinary user.
const USUAL = [
  '/usr/bin',
  '/usr/sbin',
  '/usr/local/sbin',
  '/usr/local/bin',
  '/opt/homebrew/bin',
  '/snap/bin',
];

/**
 * What Peerwall needs from the machine besides npm's packages. `files`: its names, best first; `apt`: the system's
 * package; `variable`: where the user may name the file himself; `fits`: what `--version` must say; `alone`: it needs
 * no library, so that it can be unpacked where nobody may install.
 */
const PROGRAMS = {
  'nats-server': {
    files: ['nats-server'],
    apt: 'nats-server',
    alone: true,
    fits: (version) => atLeast(/v(\d+)\.(\d+)/.exec(version), 2, 9),
    missing:
      'nats-server 2.9 or newer is missing: install it (`sudo apt-get install nats-server`, `brew install nats-server`, or nats.io/download) and run this again',
  },
  chromium: {
    files: ['chromium', 'chromium-browser', '/Applications/Chromium.app/Contents/MacOS/Chromium'],
    apt: 'chromium',
    variable: 'PEERWALL_CHROMIUM',
    fits: (version) => atLeast(/(\d+)\.(\d+)\.\d+/.exec(version), 133, 0) && !isBranded(version),
    missing:
      'Chromium 133 or newer is missing (Google Chrome does not load unpacked extensions): install it (`sudo apt-get install chromium`, `brew install chromium`), or name its file in PEERWALL_CHROMIUM, and run this again',
  },
  firefox: {
    files: ['firefox-esr', 'firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'],
    apt: 'firefox-esr',
    variable: 'PEERWALL_FIREFOX',
    fits: (version) => atLeast(/(\d+)\.(\d+)/.exec(version), 140, 0),
    missing:
      'Firefox 140 or newer is missing: install it (`sudo apt-get install firefox-esr`), or name its file in PEERWALL_FIREFOX, and run this again',
  },
};

/**
 * Finds programs, installs what is missing from the system's packages where that is allowed, and puts their folders
 * into PATH.
 * @param {string} root folder of package.json
 * @param {('nats-server' | 'chromium' | 'firefox')[]} names
 * @param {string[]} [usual] folders looked into besides PATH
 * @throws {Error} with one sentence saying what to install
 */
export function ensurePrograms(root, names, usual = USUAL) {
  for (const name of names) {
    const look = () => find(root, name, process.env, usual);
    const folder = look() ?? install(root, name, look);
    if (folder === undefined) throw new Error(PROGRAMS[name].missing);
    // in front: an older one of the same name may stand in another
    if (folder !== '') process.env.PATH = `${folder}${delimiter}${process.env.PATH ?? ''}`;
  }
}

/**
 * Where a program is that fits.
 * @param {string} root folder of package.json
 * @param {string} name key of PROGRAMS
 * @param {NodeJS.ProcessEnv} [env]
 * @param {string[]} [usual] folders looked into besides PATH
 * @returns {string | undefined} its folder; '' where the user named the file in the environment
 */
export function find(root, name, env = process.env, usual = USUAL) {
  const { files, fits, variable } = PROGRAMS[name];
  const named = variable === undefined ? undefined : env[variable];
  if (named) return fits(versionOf(named)) ? '' : undefined;
  const folders = [...(env.PATH ?? '').split(delimiter), ...usual, join(unpacked(root, name), 'usr', 'sbin')];
  for (const file of files) {
    const at = file.startsWith('/') ? [''] : folders.filter((folder) => folder !== '');
    const folder = at.find((one) => fits(versionOf(one === '' ? file : join(one, file))));
    if (folder !== undefined) return folder;
  }
  return undefined;
}

function install(root, name, look) {
  const { apt, alone, variable } = PROGRAMS[name];
  if (variable !== undefined && process.env[variable]) return undefined;
  installPackage(apt, alone === true ? unpacked(root, name) : undefined);
  return look();
}

function unpacked(root, name) {
  return join(root, '.peerwall', name);
}

function versionOf(file) {
  if (!existsSync(file) && !existsSync(`${file}.exe`)) return '';
  return spawnSync(file, ['--version'], { encoding: 'utf8', timeout: 30_000 }).stdout ?? '';
}

function atLeast(version, major, minor) {
  if (version === null) return false;
  const found = [Number(version[1]), Number(version[2])];
  return found[0] > major || (found[0] === major && found[1] >= minor);
}

function isBranded(version) {
  return /^Google Chrome (?!for Testing)/.test(version);
}
