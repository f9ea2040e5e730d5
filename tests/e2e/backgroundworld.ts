import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import type { Answered } from '../../lib/messages/request.ts';
import { placeExtension } from '../../servers/browser/extension.ts';
import { Person } from '../../servers/browser/person.ts';
import { until } from '../../servers/browser/until.ts';
import type { Stack } from '../../servers/stack/stack.ts';
import { rowsOf } from './world/rows.ts';

/** What a door got, as it stands in its socket. */
export interface AtDoor {
  method: string;
  path: string;
  headers: Record<string, string>;
}

/** What HTTP itself needs, and what we say on purpose. */
const PLAIN = [
  'host',
  'connection',
  'content-length',
  'content-type',
  'accept-encoding',
  'pragma',
  'cache-control',
];

/** Headers that tell of more than the question: name and value of each. */
export function telling({ headers }: AtDoor): [string, string][] {
  return Object.entries(headers).filter(([name]) => !PLAIN.includes(name));
}

/** Writes down what reaches any door of a network in this process; `onRequest` hears of each at that moment. */
export class DoorRecorder implements Disposable {
  readonly got: AtDoor[] = [];
  onRequest: (at: AtDoor) => void = () => undefined;
  readonly #hear = (message: unknown): void => {
    const { request } = message as { request: IncomingMessage };
    const path = request.url ?? '';
    if (!path.startsWith('/v1/')) return;
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const at = { method: request.method ?? '', path, headers };
    this.got.push(at);
    this.onRequest(at);
  };

  constructor() {
    subscribe('http.server.request.start', this.#hear);
  }

  [Symbol.dispose](): void {
    unsubscribe('http.server.request.start', this.#hear);
  }
}

/** A browser with the built extension whose background is asked from its Home page, and stopped at will. */
export class Driven {
  readonly person: Person;
  readonly #page: Page;
  readonly #cdp: CDPSession;
  readonly #folder: string;

  private constructor(person: Person, page: Page, cdp: CDPSession, folder: string) {
    this.person = person;
    this.#page = page;
    this.#cdp = cdp;
    this.#folder = folder;
  }

  /** Chromium on an empty profile; Home is open. `replica` and `helper` as of a person. */
  static async open(
    name: string,
    stack: Stack | null,
    replica: { port: number; spki: string } | null = null,
    helper = false,
  ): Promise<Driven> {
    const folder = await mkdtemp(join(tmpdir(), 'peerwall-driven-'));
    const extension = join(folder, 'extension');
    await placeExtension('chrome', extension, stack?.network() ?? null);
    const person = await Person.open({ name, folder, extension, replica, headless: true, helper });
    const page = await person.context.newPage();
    // its Home is the only surface: what it says of being visible counts
    for (const tab of person.tabs()) if (tab !== page) await tab.close();
    // a page of ours without anything that asks by itself
    await page.goto(person.address('confirm.html'));
    await page.goto(person.address('home.html'));
    const cdp = await person.context.newCDPSession(page);
    return new Driven(person, page, cdp, folder);
  }

  /** Asks as Home does. */
  async ask(name: string, args: object = {}): Promise<unknown> {
    const answer = (await this.#page.evaluate(
      // @ts-expect-error the browser's own
      (message) => globalThis.chrome.runtime.sendMessage(message),
      { ask: name, args },
    )) as Answered;
    if ('error' in answer) throw new AnswerError(answer.error.code);
    return answer.ok;
  }

  /** Runs something in Home's page. */
  async inHome<A, R>(work: (args: A) => R, args: A): Promise<Awaited<R>> {
    return (await this.#page.evaluate(work as never, args as never)) as Awaited<R>;
  }

  /** Ends the service worker, as the browser does at any moment. Resolves when it has. */
  async stopWorker(): Promise<void> {
    await this.#cdp.send('ServiceWorker.enable');
    const stopped = new Promise<void>((resolve) => {
      this.#cdp.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
        if (versions.some(({ runningStatus }) => runningStatus === 'stopped')) resolve();
      });
    });
    await this.#cdp.send('ServiceWorker.stopAllWorkers');
    await stopped;
    await this.#cdp.send('ServiceWorker.disable');
  }

  /** Nothing is on its way any more. */
  async settled(): Promise<void> {
    await until('an empty outbox', async () => (await this.waiting()).length === 0, 60_000);
  }

  /** Kinds of the deeds that are due. */
  async waiting(): Promise<string[]> {
    await this.ask('status');
    const deeds = await this.rows<{ kind: string; next: number; tries: number }>('deeds');
    return deeds.filter(({ next, tries }) => tries > 0 || next <= Date.now() + 5_000).map(({ kind }) => kind);
  }

  /** All rows of a table of the user's database, as the browser keeps it. */
  async rows<T>(table: string): Promise<T[]> {
    return await rowsOf(this.#page, table);
  }

  async close(): Promise<void> {
    await this.person.off();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The background refused; the message is its code. */
export class AnswerError extends Error {
  override name = 'AnswerError';
}
