import { spawn } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Home } from './home.ts';

/** The daemon did not come up, or does not answer. */
export class DaemonError extends Error {
  override name = 'DaemonError';
}

const DAEMON = fileURLToPath(new URL('daemon/main.ts', import.meta.url));
const STEP = 25;
/** The daemon waits most of its life: a small heap, and neither optimising compilers nor code that may not be needed. */
const FLAGS = [
  ...['--max-old-space-size=192', '--max-semi-space-size=1', '--optimize-for-size', '--v8-pool-size=0'],
  ...['--no-opt', '--no-maglev', '--no-sparkplug'],
  ...['--wasm-lazy-compilation', '--no-wasm-tier-up', '--no-wasm-dynamic-tiering'],
];

/** A connection to the daemon's socket; null where nobody listens. */
export function tryConnect(home: Home): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect(home.socket);
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(null));
  });
}

/** Connects to the daemon, starting it where it does not run; two that start at once get the same. Throws DaemonError after `patience` ms. */
export async function reachDaemon(home: Home, patience = 10_000): Promise<Socket> {
  const running = await tryConnect(home);
  if (running !== null) return running;
  startDaemon(home);
  const end = Date.now() + patience;
  while (Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, STEP));
    const socket = await tryConnect(home);
    if (socket !== null) return socket;
  }
  throw new DaemonError(`the daemon did not start; its log is ${home.log}`);
}

/** Starts a daemon that outlives its starter. One that finds another running ends by itself (the lock is the daemon's). */
function startDaemon(home: Home): void {
  const child = spawn(process.execPath, [...FLAGS, DAEMON, '--home', home.folder], {
    detached: true,
    stdio: 'ignore',
    cwd: home.folder,
    env: ownEnvironment(home),
  });
  child.on('error', () => undefined);
  child.unref();
}

/** Fills the cache of compiled code, so that the first daemon is as small as the next. Resolves when that is done. */
export async function warmUp(home: Home): Promise<void> {
  const child = spawn(process.execPath, [...FLAGS, DAEMON, '--warm-up'], {
    stdio: 'ignore',
    cwd: home.folder,
    env: ownEnvironment(home),
  });
  await new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  });
}

/**
 * The daemon gets of the environment what names folders, nothing that changes what Node does or prints. The cache of compiled
 * code saves it the compiler of TypeScript: 25 MB.
 */
function ownEnvironment(home: Home): NodeJS.ProcessEnv {
  const keep = ['HOME', 'USERPROFILE', 'PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LANG'];
  const kept = keep.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []));
  return { ...Object.fromEntries(kept), NODE_COMPILE_CACHE: home.cache, MALLOC_ARENA_MAX: '1' };
}
