import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { NatsServerMissingError, natsVersion } from './binary.ts';
import { type NatsSettings, natsConfiguration } from './configuration.ts';

export interface NatsStart extends Omit<NatsSettings, 'version' | 'storeDir' | 'pidFile' | 'host' | 'port'> {
  /** Folder of this nats-server alone: configuration, pid, store. */
  dataDir: string;
  /** Default 127.0.0.1. */
  host?: string;
  /** Default: any free one, kept over restarts. */
  port?: number;
  /** Default: nats-server on the PATH. */
  binary?: string;
  /** Called where it ends by itself, once it was ready. */
  onEnd?: (server: NatsProcess) => void;
}

/** nats-server ended while it was starting; the message has its last words. */
export class NatsStartError extends Error {
  override name = 'NatsStartError';
}

/** Starts an operator's nats-server and waits until it takes connections. NatsServerMissingError, NatsStartError. */
export async function startNats(options: NatsStart): Promise<NatsProcess> {
  const server = new NatsProcess(options);
  await server.start();
  return server;
}

/** A nats-server of ours: one child process and its folder. */
export class NatsProcess {
  readonly #options: NatsStart;
  #network: NatsStart['network'];
  #port: number;
  #child: ChildProcess | null = null;

  constructor(options: NatsStart) {
    this.#options = options;
    this.#network = options.network;
    this.#port = options.port ?? -1;
  }

  /** nats:// URL; meaningful once started, and the same after a restart. */
  get url(): string {
    return `${this.#options.tls === undefined ? 'nats' : 'tls'}://${this.#options.host ?? '127.0.0.1'}:${this.#port}`;
  }

  /** `north nats-server` */
  get name(): string {
    return `${this.#options.operator} nats-server`;
  }

  /** Process id; null while it is not running. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Starts it (again), on the port it had. */
  async start(): Promise<void> {
    if (this.#child !== null) return;
    await mkdir(this.#options.dataDir, { recursive: true, mode: 0o700 });
    await endLeftOver(this.#pidFile, this.#file);
    await this.#write();
    const child = spawn(this.#options.binary ?? 'nats-server', ['-c', this.#file], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#child = child;
    let isReady = false;
    child.once('exit', () => {
      if (this.#child !== child) return;
      this.#child = null;
      if (isReady) this.#options.onEnd?.(this);
    });
    this.#port = await ready(child);
    isReady = true;
  }

  /** Ends it orderly. */
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  /** Ends it as a crash would; resolves when it is gone. */
  kill9(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** Ends it as a crash would and starts it again. */
  async restart(): Promise<void> {
    await this.kill9();
    await this.start();
  }

  /** Takes the partners of a newer network file, without interrupting anybody who stays. */
  async reload(network: NatsStart['network']): Promise<void> {
    this.#network = network;
    await this.#write();
    this.#child?.kill('SIGHUP');
  }

  get #file(): string {
    return join(this.#options.dataDir, 'nats.conf');
  }

  get #pidFile(): string {
    return join(this.#options.dataDir, 'nats.pid');
  }

  async #write(): Promise<void> {
    const text = natsConfiguration({
      ...this.#options,
      network: this.#network,
      host: this.#options.host ?? '127.0.0.1',
      port: this.#port,
      storeDir: join(this.#options.dataDir, 'store'),
      pidFile: this.#pidFile,
      version: await natsVersion(this.#options.binary),
    });
    await writeFile(this.#file, text, { mode: 0o600 });
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    this.#child = null;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await gone;
    clearTimeout(late);
  }
}

/** The port it listens on, once it says that it is ready. What it writes later is read and dropped. */
function ready(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    const last: string[] = [];
    let port = 0;
    child.once('error', (error) =>
      reject(new NatsServerMissingError('nats-server cannot be run', { cause: error })),
    );
    child.once('exit', () =>
      reject(new NatsStartError(`nats-server did not start: ${last.slice(-3).join(' | ')}`)),
    );
    if (child.stderr === null) return;
    createInterface({ input: child.stderr }).on('line', (line) => {
      port = Number(/Listening for client connections on .*:(\d+)$/.exec(line)?.[1] ?? port);
      if (line.includes('Server is ready')) resolve(port);
      last.push(line);
      if (last.length > 20) last.shift();
    });
  });
}

/** Ends a nats-server that outlived a killed parent: two on one store would spoil it. */
async function endLeftOver(pidFile: string, configuration: string): Promise<void> {
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => '0'));
  if (!Number.isSafeInteger(pid) || pid <= 1) return;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  // pids are used again: only one that was started with this very configuration is ours
  if (!command.split('\0').includes(configuration)) return;
  process.kill(pid, 'SIGTERM');
  while (
    await readFile(`/proc/${pid}/cmdline`).then(
      (text) => text.length > 0,
      () => false,
    )
  )
    await new Promise((resolve) => setTimeout(resolve, 20));
}
