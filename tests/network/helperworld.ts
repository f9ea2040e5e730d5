import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type Helper, type HelperParts, openHelper } from '../../lib/native/helper.ts';
import { CHROMIUM_ID, FIREFOX_ID } from '../../lib/native/ids.ts';
import type { Port } from '../../lib/native/port.ts';
import type { HelperState } from '../../lib/native/state.ts';
import { alive } from '../../servers/alive.ts';
import { newSocketKey, writeConfig } from '../../servers/helper/config.ts';
import { askDaemon } from '../../servers/helper/control.ts';
import { frameOf, framesOf } from '../../servers/helper/frames.ts';
import { type Home, homeAt } from '../../servers/helper/home.ts';
import { freePort } from '../../servers/ports.ts';

const HOST = fileURLToPath(new URL('../../servers/helper/host/main.ts', import.meta.url));

const CACHE = join(tmpdir(), `peerwall-helper-cache-${process.getuid?.() ?? 0}`);

export type HostProcess = ChildProcessByStdio<Writable, Readable, Readable>;

/** A machine with a helper installed: a home of its own, on loopback. */
export interface Machine {
  readonly home: Home;
  readonly port: number;
  /** Starts the host as a browser does. */
  host(args?: readonly string[]): HostProcess;
  /** An extension on this machine. */
  extension(parts?: Partial<HelperParts>): Extension;
  /** Process id of the daemon; null where none runs. */
  daemon(): Promise<number | null>;
  /** A new transport key. */
  rotate(): Promise<void>;
  /** Ends the daemon by SIGKILL and waits until it is gone. */
  kill(): Promise<void>;
  /** Closes its extensions; the daemon stays. */
  rest(): Promise<void>;
  end(): Promise<void>;
}

/** An extension and what it saw. */
export interface Extension {
  readonly helper: Helper;
  readonly slot: string;
  readonly letters: Uint8Array[];
  readonly states: HelperState[];
  readonly custody: string[];
  /** The host that serves it now. */
  host(): HostProcess | undefined;
  connected(): Promise<void>;
  close(): Promise<void>;
}

/** Makes a machine in a temporary folder. */
export async function makeMachine(): Promise<Machine> {
  const folder = mkdtempSync(join(tmpdir(), 'peerwall-helper-'));
  const home = homeAt(join(folder, 'home'));
  const port = await freePort(0);
  writeConfig(home, {
    extensions: [CHROMIUM_ID, FIREFOX_ID],
    listen: '127.0.0.1',
    port,
    key: newSocketKey(),
  });
  // compiled once for all machines
  mkdirSync(CACHE, { recursive: true });
  symlinkSync(CACHE, home.cache);
  const open: Extension[] = [];
  const daemon = async (): Promise<number | null> => (await askDaemon(home, 'status'))?.pid ?? null;
  const kill = async (): Promise<void> => {
    const pid = await daemon();
    if (pid === null) return;
    process.kill(pid, 'SIGKILL');
    await until(() => !alive(pid));
  };
  const rest = async (): Promise<void> => {
    for (const one of open.splice(0)) await one.close();
  };
  const host = (args = [`chrome-extension://${CHROMIUM_ID}/`]): HostProcess =>
    spawn(process.execPath, [HOST, '--home', home.folder, ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, NODE_COMPILE_CACHE: home.cache },
    });
  return {
    home,
    port,
    host,
    extension: (parts) => {
      const made = makeExtension(() => host(), parts);
      open.push(made);
      return made;
    },
    daemon,
    rotate: async () => void (await askDaemon(home, 'rotate')),
    kill,
    rest,
    end: async () => {
      await rest();
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function makeExtension(host: () => HostProcess, parts: Partial<HelperParts> = {}): Extension {
  let child: HostProcess | undefined;
  const slot = parts.slot ?? randomBytes(16).toString('hex');
  const seen = { letters: [] as Uint8Array[], states: [] as HelperState[], custody: [] as string[] };
  const helper = openHelper({
    connect: () => {
      child = host();
      return portOf(child);
    },
    slot,
    version: '0.1.0',
    onLetter: async (letter) => void seen.letters.push(letter),
    onState: (state) => void seen.states.push(state),
    onCustody: (log, number) => void seen.custody.push(`${log} ${number}`),
    later: (work, ms) => {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
    ...parts,
  });
  return {
    helper,
    slot,
    ...seen,
    host: () => child,
    connected: () => until(() => helper.state().is === 'connected'),
    close: async () => {
      helper.close();
      await until(() => child === undefined || child.exitCode !== null || child.signalCode !== null);
    },
  };
}

/** A host's process as the port a browser makes of it. */
export function portOf(child: HostProcess): Port {
  const messages: ((message: unknown) => void)[] = [];
  const ends: ((port: Port) => void)[] = [];
  let disconnected = false;
  const port: Port = {
    postMessage: (message) => void child.stdin.write(frameOf(message)),
    disconnect: () => {
      disconnected = true;
      child.stdin.end();
    },
    onMessage: { addListener: (listener) => void messages.push(listener) },
    onDisconnect: { addListener: (listener) => void ends.push(listener) },
  };
  child.stdin.on('error', () => undefined);
  const read = async (): Promise<void> => {
    for await (const message of framesOf(child.stdout)) for (const listener of messages) listener(message);
  };
  void read()
    .catch(() => child.kill())
    .finally(() => {
      if (!disconnected) for (const listener of ends) listener(port);
    });
  return port;
}

/** Waits until something is so, looking often; rejects after `patience` ms. */
export async function until(is: () => boolean | Promise<boolean>, patience = 20_000): Promise<void> {
  const end = Date.now() + patience;
  while (!(await is())) {
    if (Date.now() > end) throw new Error('it did not come to be');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Makes extensions Friends of each other, as contacts do. */
export async function befriend(a: Extension, b: Extension): Promise<void> {
  await a.helper.friends([{ addresses: b.helper.addresses(), ends: [] }]);
  await b.helper.friends([{ addresses: a.helper.addresses(), ends: [] }]);
}

/** A sealed letter, as far as the helper can see: bytes of a letter's size. */
export function letterOf(word: string, size = 2048): Uint8Array {
  const letter = new Uint8Array(randomBytes(size));
  letter.set(Buffer.from(word.padEnd(16)).subarray(0, 16));
  return letter;
}

/** The word a letter was made with. */
export function wordOf(letter: Uint8Array): string {
  return Buffer.from(letter.subarray(0, 16)).toString().trim();
}
