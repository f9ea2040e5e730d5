import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { StackServer } from './stack.ts';

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url));
// Compiled code is kept, inside the checkout where no other user can write: it halves the time a process needs to start.
const COMPILED = fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url));
const STOP_MS = 15_000;

/** A role's process ended while it was starting; the message has its last words. */
export class RoleStartError extends Error {
  override name = 'RoleStartError';
}

/** Writes the role's configuration file for a clock that is `offset` ms ahead; its path. */
export type Configure = (offset: number) => Promise<string>;

/** One role as a process of its own, started from its configuration file. */
export class RoleProcess implements StackServer {
  readonly name: string;
  readonly #configure: Configure;
  readonly #execArgv: string[];
  readonly #onEnd: (() => void) | undefined;
  #child: ChildProcess | null = null;
  #offset: number;
  metricsPort: number | null = null;

  /** `name` like `north content`; `onEnd` is called where it was ready and ends without having been told to. */
  constructor(name: string, configure: Configure, offset: number, execArgv: string[], onEnd?: () => void) {
    this.name = name;
    this.#configure = configure;
    this.#offset = offset;
    this.#execArgv = execArgv;
    this.#onEnd = onEnd;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  async start(): Promise<void> {
    if (this.#child !== null) return;
    const config = await this.#configure(this.#offset);
    const child = fork(CHILD, [config], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: this.#execArgv,
      env: { ...process.env, NODE_COMPILE_CACHE: COMPILED },
    });
    this.#child = child;
    const words: string[] = [];
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      words.push(text);
      if (words.length > 20) words.shift();
    });
    let ready = false;
    child.once('exit', () => {
      if (this.#child !== child) return;
      this.#child = null;
      if (ready) this.#onEnd?.();
    });
    this.metricsPort = await this.#ready(child, words);
    ready = true;
  }

  /** Ends it orderly. */
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  kill9(): Promise<void> {
    return this.#end('SIGKILL');
  }

  async restart(): Promise<void> {
    await this.kill9();
    await this.start();
  }

  /** Moves its clock; resolves when its server keys have followed. */
  async setClock(offset: number): Promise<void> {
    this.#offset = offset;
    const child = this.#child;
    if (child === null) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        child.off('message', heard);
        child.off('exit', done);
        resolve();
      };
      const heard = (word: unknown): void => {
        if (typeof word === 'object' && word !== null && 'clock' in word && word.clock === offset) done();
      };
      child.on('message', heard);
      child.once('exit', done);
      child.send({ clockOffset: offset });
    });
  }

  #ready(child: ChildProcess, words: string[]): Promise<number | null> {
    return new Promise((resolve, reject) => {
      child.on('message', (word: unknown) => {
        if (typeof word !== 'object' || word === null || !('ready' in word)) return;
        resolve('metrics' in word && typeof word.metrics === 'number' ? word.metrics : null);
      });
      // 'close', not 'exit': by then its last words are here
      child.once('close', () =>
        reject(new RoleStartError(`${this.name} did not start: ${words.join('').trim()}`)),
      );
    });
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    this.#child = null;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await gone;
    clearTimeout(late);
  }
}
