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
/** Small heaps: the daemon waits most of its life. */
const FLAGS = ['--max-old-space-size=96', '--max-semi-space-size=1', '--disable-warning=ExperimentalWarning'];

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
export function startDaemon(home: Home): void {
  const child = spawn(process.execPath, [...FLAGS, DAEMON, '--home', home.folder], {
    detached: true,
    stdio: 'ignore',
    cwd: home.folder,
    env: ownEnvironment(),
  });
  child.on('error', () => undefined);
  child.unref();
}

/** The daemon gets of the environment what names folders, nothing that changes how Node runs or what it prints. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const keep = ['HOME', 'USERPROFILE', 'PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LANG'];
  return Object.fromEntries(keep.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
