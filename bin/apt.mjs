import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

// Somebody else's apt may be at work on a freshly started machine.
const QUIET = ['-qq', '-o', 'DPkg::Lock::Timeout=120'];

/**
 * Installs a package of the system as root or by sudo without a password; else, where it can stand alone, unpacks it.
 * Whether that worked is for the caller to see.
 * @param {string} name of the package
 * @param {string} [own] folder to unpack it into where nobody may install
 */
export function installPackage(name, own) {
  if (!works('apt-get', ['--version'])) return;
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (sudo.length === 0 || works('sudo', ['-n', 'true'])) installAsRoot(sudo, name);
  else if (own !== undefined) unpack(name, own);
}

function installAsRoot(sudo, name) {
  say(name);
  const apt = (...args) => {
    const words = [...sudo, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...QUIET, ...args];
    return spawnSync(words[0], words.slice(1), { stdio: ['ignore', 'ignore', 2] }).status === 0;
  };
  const get = () => apt('install', '-y', '--no-install-recommends', name);
  if (!get() && apt('update')) get();
}

function unpack(name, own) {
  say(name);
  const folder = mkdtempSync(join(tmpdir(), 'peerwall-apt-'));
  try {
    spawnSync('apt-get', ['-qq', 'download', name], { cwd: folder, stdio: 'ignore' });
    const deb = readdirSync(folder).find((file) => file.endsWith('.deb'));
    if (deb === undefined) return;
    mkdirSync(dirname(own), { recursive: true });
    spawnSync('dpkg-deb', ['-x', join(folder, deb), own], { stdio: 'ignore' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function say(name) {
  console.error(`peerwall: installing ${name} from the system's packages`);
}

function works(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
