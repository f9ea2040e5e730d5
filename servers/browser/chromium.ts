import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { alive } from '../alive.ts';
import { argumentsFor, type ChromiumOptions } from './arguments.ts';
import { findChromium } from './executable.ts';
import { endTree } from './processtree.ts';

/** Chromium ended, or said nothing, before it was ready; the message has its last words. */
export class BrowserStartError extends Error {
  override name = 'BrowserStartError';
}

/** A running Chromium. */
export interface Chromium {
  /** Its DevTools endpoint: `ws://127.0.0.1:PORT/devtools/browser/...`. */
  readonly cdp: string;
  readonly pid: number;
  /** Resolves when it has ended, however that came about. */
  readonly ended: Promise<void>;
  /** Ends it with all its processes. */
  stop(): Promise<void>;
}

const PATIENCE = 30_000;

/**
 * Starts Chromium with the extension. A browser that an earlier, killed run left in the profile is ended first.
 * BrowserMissingError, BrowserStartError; nothing is left running then.
 */
export async function startChromium(options: ChromiumOptions): Promise<Chromium> {
  const file = await findChromium();
  await mkdir(options.profile, { recursive: true, mode: 0o700 });
  await freeProfile(options.profile);
  await forgetOldWorker(options);
  const child = spawn(file, argumentsFor(options), {
    // in a group of its own no Ctrl-C kills it before it is asked; when we are gone, the end of its pipes tells it
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
  });
  for (const stream of child.stdio.slice(3)) stream?.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  try {
    const cdp = await endpointOf(child, ended);
    const pid = child.pid ?? 0;
    return { cdp, pid, ended, stop: () => endTree(pid, () => askToClose(cdp)) };
  } catch (error) {
    if (child.pid !== undefined) await endTree(child.pid);
    throw error;
  }
}

function endpointOf(child: ChildProcess, ended: Promise<void>): Promise<string> {
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(timer);
      reject(new BrowserStartError(`Chromium ${why}: ${said.slice(-5).join(' | ')}`));
    };
    const timer = setTimeout(() => fail('did not become ready'), PATIENCE);
    void ended.then(() => fail('ended at once'));
    if (child.stderr === null) return fail('has no stderr');
    createInterface({ input: child.stderr }).on('line', (line) => {
      said.push(line);
      const found = /^DevTools listening on (ws:\S+)$/.exec(line)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      // from here on its words are read and forgotten: a full pipe would stop it
      said.length = 0;
      resolve(found);
    });
  });
}

// SIGTERM kills a headless Chromium on the spot; this way it writes down what it has in hand.
function askToClose(cdp: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = new WebSocket(cdp);
    const timer = setTimeout(resolve, 1000);
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    socket.onopen = () => socket.send(JSON.stringify({ id: 1, method: 'Browser.close' }));
    socket.onmessage = done;
    socket.onclose = done;
    socket.onerror = done;
  });
}

// SingletonLock is a link "host-pid"; one of a dead process, or of another host name, would keep us out.
async function freeProfile(profile: string): Promise<void> {
  const lock = await readlink(join(profile, 'SingletonLock')).catch(() => null);
  if (lock === null) return;
  const pid = Number(/-(\d+)$/.exec(lock)?.[1] ?? 0);
  if (pid > 0 && alive(pid) && (await runsIn(pid, profile))) await endTree(pid);
  for (const name of ['SingletonLock', 'SingletonCookie', 'SingletonSocket'])
    await rm(join(profile, name), { force: true });
}

async function runsIn(pid: number, profile: string): Promise<boolean> {
  const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return words.split('\0').includes(`--user-data-dir=${profile}`);
}

// Chromium goes on with the service worker it has stored, though the extension was built anew since.
async function forgetOldWorker({ profile, extension }: ChromiumOptions): Promise<void> {
  const { version } = JSON.parse(await readFile(join(extension, 'manifest.json'), 'utf8'));
  const stamp = join(profile, 'peerwall-version');
  if ((await readFile(stamp, 'utf8').catch(() => '')) === version) return;
  await rm(join(profile, 'Default', 'Service Worker'), { recursive: true, force: true });
  await writeFile(stamp, version);
}
