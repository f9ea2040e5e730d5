import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

const LEAST = [2, 9];

// Somebody else's apt may be at work on a freshly started machine.
const QUIET = ['-qq', '-o', 'DPkg::Lock::Timeout=120'];

// Debian puts it in /usr/sbin, which is not in the PATH of an ordinary user.
const USUAL = ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin'];

/**
 * Finds nats-server, or installs it from the system's packages where we may, and puts its folder into PATH.
 * @param {string} root folder of package.json
 * @throws {Error} with one sentence saying what to install
 */
export function ensureNatsServer(root) {
  const own = join(root, '.peerwall', 'nats-server');
  const folder = find(own) ?? install(own);
  if (folder === undefined) {
    throw new Error(
      'nats-server 2.9 or newer is missing: install it (`sudo apt-get install nats-server`, `brew install nats-server`, or nats.io/download) and run this again',
    );
  }
  process.env.PATH = `${folder}${delimiter}${process.env.PATH ?? ''}`;
}

function find(own) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...USUAL, join(own, 'usr', 'sbin')];
  return folders.find((folder) => folder !== '' && newEnough(join(folder, 'nats-server')));
}

function newEnough(file) {
  if (!existsSync(file) && !existsSync(`${file}.exe`)) return false;
  const version = /v(\d+)\.(\d+)/.exec(spawnSync(file, ['--version'], { encoding: 'utf8' }).stdout ?? '');
  if (version === null) return false;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  return major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1]);
}

function install(own) {
  if (!works('apt-get', ['--version'])) return undefined;
  console.error("peerwall: installing nats-server from the system's packages");
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (sudo.length === 0 || works('sudo', ['-n', 'true'])) installAsRoot(sudo);
  else unpack(own);
  return find(own);
}

function installAsRoot(sudo) {
  const apt = (...args) => {
    const [command, ...rest] = [
      ...sudo,
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      ...QUIET,
      ...args,
    ];
    return spawnSync(command, rest, { stdio: ['ignore', 'ignore', 2] }).status === 0;
  };
  const get = () => apt('install', '-y', '--no-install-recommends', 'nats-server');
  if (!get() && apt('update')) get();
}

// Without root the package can still be fetched and unpacked: nats-server is one program without libraries.
function unpack(own) {
  const folder = mkdtempSync(join(tmpdir(), 'peerwall-nats-'));
  try {
    spawnSync('apt-get', ['-qq', 'download', 'nats-server'], { cwd: folder, stdio: 'ignore' });
    const deb = readdirSync(folder).find((name) => name.endsWith('.deb'));
    if (deb === undefined) return;
    mkdirSync(dirname(own), { recursive: true });
    spawnSync('dpkg-deb', ['-x', join(folder, deb), own], { stdio: 'ignore' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function works(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
