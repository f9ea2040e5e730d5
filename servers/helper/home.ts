import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** The files of one user's helper; all in a folder that nobody else may read. */
export interface Home {
  readonly folder: string;
  /** Settings and the key of the socket (config.ts). */
  readonly config: string;
  /** Parcels and letters (node:sqlite). */
  readonly store: string;
  /** Held by the one daemon that runs. */
  readonly lock: string;
  /** The transport key (Ed25519, 32 bytes). */
  readonly transportKey: string;
  readonly log: string;
  /** Compiled code of the daemon. */
  readonly cache: string;
  /** What was made outside this folder (install/record.ts). */
  readonly installed: string;
  /** The wrapper that browsers start. */
  readonly host: string;
  /** Where host and commands reach the daemon: a unix socket, on Windows a named pipe. */
  readonly socket: string;
}

// sockaddr_un holds 104 bytes on macOS, 108 on Linux
const LONGEST_SOCKET = 100;

/** The files of the helper in `folder`; makes nothing. */
export function homeAt(folder: string): Home {
  const at = resolve(folder);
  return {
    folder: at,
    config: join(at, 'config.json'),
    store: join(at, 'letters.db'),
    lock: join(at, 'daemon.lock'),
    transportKey: join(at, 'transport.key'),
    log: join(at, 'daemon.log'),
    cache: join(at, 'cache'),
    installed: join(at, 'installed.json'),
    host: join(at, 'host'),
    socket: socketOf(at),
  };
}

/** Where the helper lives unless told otherwise: the user's own folder for program data. */
export function defaultHome(platform: NodeJS.Platform = process.platform, env = process.env): string {
  if (platform === 'darwin') return join(homedir(), 'Library/Application Support/Peerwall');
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData/Local'), 'Peerwall');
  return join(env.XDG_DATA_HOME || join(homedir(), '.local/share'), 'peerwall/helper');
}

/** Makes a folder that only its owner may enter; throws where it is somebody else's or a link. */
export function makePrivate(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stat = lstatSync(folder);
  if (!stat.isDirectory()) throw new Error(`${folder} is not a folder`);
  if (process.platform === 'win32') return;
  if (stat.uid !== userInfo().uid) throw new Error(`${folder} belongs to another user`);
  if ((stat.mode & 0o077) !== 0) chmodSync(folder, 0o700);
}

/** Everything a helper may have made in its home; nothing else there is its own to remove. */
export function filesOf(home: Home): string[] {
  const { config, store, lock, transportKey, log, cache, host, socket, installed } = home;
  const databases = [store, lock].flatMap((file) => [file, `${file}-wal`, `${file}-shm`, `${file}-journal`]);
  const written = [config, transportKey].flatMap((file) => [file, `${file}.new`]);
  return [...databases, ...written, log, `${log}.1`, cache, host, socket, installed];
}

/** Makes the folder the socket stands in, where that is not the home itself. */
export function makeSocketFolder(home: Home): void {
  if (process.platform !== 'win32') makePrivate(dirname(home.socket));
}

function socketOf(folder: string): string {
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\peerwall-${name}`;
  const here = join(folder, 'socket');
  return Buffer.byteLength(here) <= LONGEST_SOCKET ? here : join(tmpdir(), `peerwall-${name}`, 'socket');
}
