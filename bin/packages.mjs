import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Installs the npm packages of package-lock.json if one is missing or has another version.
 * Runs on any Node from 20 on, because it is what brings Node 24.
 * @param {string} root folder of package.json
 * @throws {Error} with one sentence for the user
 */
export function ensurePackages(root) {
  if (installed(root)) return;
  console.error('peerwall: installing npm packages (about a minute the first time)');
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  const npm = process.env.npm_execpath;
  const done = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (done.status !== 0) throw new Error('`npm ci` failed; its own message is above');
  if (!existsSync(nodePath(root))) {
    throw new Error('the package `node` is not unpacked: allow install scripts and run `npm ci`');
  }
}

/** The Node every program of Peerwall runs on: the one in node_modules, whatever started us. */
export function nodePath(root) {
  return join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/**
 * Whether every package of package-lock.json is there in its version, and Node 24 with them.
 * npm writes node_modules/.package-lock.json last, so an interrupted install has none or an old one.
 * @param {string} root
 * @returns {boolean}
 */
export function installed(root) {
  if (!existsSync(nodePath(root))) return false;
  try {
    const wanted = packagesIn(join(root, 'package-lock.json'));
    const present = packagesIn(join(root, 'node_modules', '.package-lock.json'));
    return Object.entries(wanted).every(
      ([path, entry]) => path === '' || entry.optional === true || present[path]?.version === entry.version,
    );
  } catch {
    return false;
  }
}

function packagesIn(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}
