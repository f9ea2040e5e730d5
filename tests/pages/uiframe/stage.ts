import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BrowserContext, chromium, type Frame, type Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { CHROMIUM_ID } from '../../../lib/native/ids.ts';
import { findChromium } from '../../../servers/browser/executable.ts';
import { pack, type Rows } from './rows.ts';

const run = promisify(execFile);
const ADDRESS = `chrome-extension://${CHROMIUM_ID}/frame.html#${'0'.repeat(32)}`;

/** What a frame asked the background, in order. */
export interface Asked {
  ask: string;
  args: Record<string, unknown>;
  seen?: string;
}

export interface Drawn {
  page: Page;
  asked: Asked[];
}

export interface Wanted {
  kind: 'post' | 'composer' | 'bell' | 'notice';
  drop?: string;
  notice?: string;
  quiet?: boolean;
  look?: Record<string, string>;
  rows?: Rows;
  /** The database cannot be read, until the page sets `mended`. */
  unreadable?: boolean;
  viewport?: { width: number; height: number };
  /** Answers of the background by the name of the question; an Error's message is a code. */
  answers?: Record<string, unknown>;
  /** Other answers from the second drawing on: the first one only makes the tables. */
  later?: Record<string, unknown>;
}

/** A frame inside a page of facebook.com, in a closed shadow root. */
export interface Embedded extends Drawn {
  frame: Frame;
}

export interface Stage {
  /** The frame's document by itself. */
  draw(wanted: Wanted): Promise<Drawn>;
  /** The frame in a page of another origin. */
  embed(wanted: Wanted): Promise<Embedded>;
}

/** A Chromium with the extension's own frame page, and a background that answers what a test says. */
export function frameStage(): Stage {
  let folder = '';
  let context: BrowserContext | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'peerwall-ui-'));
    const env = { ...process.env, PEERWALL_OUT: join(folder, 'out') };
    await run(
      process.execPath,
      ['node_modules/wxt/bin/wxt.mjs', 'build', '-b', 'chrome', '-e', 'frame', '-e', 'decoder'],
      {
        env,
      },
    );
    const extension = join(folder, 'out/chrome-mv3');
    await letEmbed(join(extension, 'manifest.json'));
    context = await chromium.launchPersistentContext(join(folder, 'profile'), {
      executablePath: await findChromium(),
      headless: true,
      args: [
        '--no-sandbox',
        '--headless=new',
        `--disable-extensions-except=${extension}`,
        `--load-extension=${extension}`,
        '--disable-features=DisableLoadExtensionCommandLineSwitch',
      ],
    });
  }, 90_000);
  afterAll(async () => {
    await context?.close();
    await rm(folder, { recursive: true, force: true });
  });
  const prepare = async (wanted: Wanted): Promise<Drawn> => {
    if (context === undefined) throw new Error('no browser yet');
    const page = await context.newPage();
    await page.setViewportSize(wanted.viewport ?? { width: 680, height: 900 });
    const asked: Asked[] = [];
    let filled = false;
    await page.exposeFunction('__answer', (message: Asked) => {
      asked.push(message);
      const answers = { ...wanted.answers, ...(filled ? wanted.later : {}) };
      return answerTo(message, { ...wanted, answers });
    });
    await page.addInitScript(answerFromTest);
    await fill(page, wanted.rows ?? {});
    filled = true;
    if (wanted.unreadable === true) await page.addInitScript(breakReading);
    await page.goto('about:blank');
    return { page, asked };
  };
  return {
    async draw(wanted) {
      const drawn = await prepare(wanted);
      await drawn.page.goto(ADDRESS);
      return drawn;
    },
    async embed(wanted) {
      const drawn = await prepare(wanted);
      const { page } = drawn;
      const body = '<!doctype html><body style="margin:0"><div id="host"></div>';
      await page.route('https://www.facebook.com/', (route) =>
        route.fulfill({ contentType: 'text/html', body }),
      );
      await page.goto('https://www.facebook.com/');
      const attached = page.waitForEvent('framenavigated', (frame) =>
        frame.url().startsWith('chrome-extension:'),
      );
      await page.evaluate((src) => {
        const iframe = document.createElement('iframe');
        iframe.src = src;
        iframe.style.cssText = 'border:0;width:100%;height:800px';
        document.querySelector('#host')?.attachShadow({ mode: 'closed' }).append(iframe);
      }, ADDRESS);
      return { ...drawn, frame: await attached };
    },
  };
}

/** The address of a frame changes with every start of the browser; a test page does not know it as the content script does. */
async function letEmbed(file: string): Promise<void> {
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  for (const one of manifest.web_accessible_resources) delete one.use_dynamic_url;
  await writeFile(file, JSON.stringify(manifest));
}

function answerFromTest(): void {
  const asking = (message: unknown) => Reflect.get(window, '__answer')(message);
  for (const name of ['browser', 'chrome']) {
    const api = Reflect.get(window, name)?.runtime;
    if (api !== undefined) Object.defineProperty(api, 'sendMessage', { value: asking });
  }
}

function breakReading(): void {
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (...args) {
    if (Reflect.get(window, 'mended') !== true) throw new DOMException('broken disk', 'UnknownError');
    return transaction.apply(this, args);
  };
}

/** Rows go in before the frame is drawn: Dexie makes the tables in a first drawing. */
async function fill(page: Page, rows: Rows): Promise<void> {
  await page.goto(ADDRESS);
  await page.waitForFunction(async () =>
    (await indexedDB.databases()).some(({ name }) => name === 'peerwall'),
  );
  await page.evaluate(putRows, { packed: pack(rows), anew: true });
}

/** Rows come while a frame is drawn, as the background writes them: Dexie tells the frame. */
export async function arrive(page: Page, rows: Rows): Promise<void> {
  await page.evaluate(putRows, { packed: pack(rows), anew: false });
  await page.evaluate(() => dispatchEvent(new CustomEvent('x-storagemutated-1', { detail: { all: true } })));
}

async function putRows({ packed, anew }: { packed: string; anew: boolean }): Promise<void> {
  const unpack = (text: string) =>
    Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
  const rows: Record<string, object[]> = JSON.parse(packed, (_, value) =>
    typeof value?.$bytes === 'string' ? unpack(value.$bytes) : value,
  );
  const db = await new Promise<IDBDatabase>((done, fail) => {
    const opening = indexedDB.open('peerwall');
    opening.onsuccess = () => done(opening.result);
    opening.onerror = () => fail(opening.error);
  });
  const names = [...db.objectStoreNames];
  const writing = db.transaction(names, 'readwrite');
  for (const name of names) {
    const table = writing.objectStore(name);
    if (anew) table.clear();
    for (const row of rows[name] ?? []) table.put(row);
  }
  await new Promise((done, fail) => {
    writing.oncomplete = done;
    writing.onerror = () => fail(writing.error);
  });
  db.close();
}

function answerTo({ ask }: Asked, wanted: Wanted): unknown {
  const { kind, drop = null, notice = null, quiet = false, look = {}, answers = {} } = wanted;
  const mark = { colour: '#7a3e9d', picture: '🦉', phrase: 'blue owl' };
  const claimed = { kind, frame: 'f'.repeat(32), drop, notice, mark, quiet, look };
  const known: Record<string, unknown> = {
    'frame.claim': claimed,
    'network.about': { network: null },
    ...answers,
  };
  const answer = known[ask] ?? {};
  return answer instanceof Error ? { error: { code: answer.message } } : { ok: answer };
}
