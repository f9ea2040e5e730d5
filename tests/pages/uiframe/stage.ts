import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { CHROMIUM_ID } from '../../../lib/native/ids.ts';
import { pack, type Rows } from './rows.ts';

const run = promisify(execFile);
const NONCE = '0'.repeat(32);

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
  viewport?: { width: number; height: number };
  /** Answers of the background by the name of the question; an Error's message is a code. */
  answers?: Record<string, unknown>;
  /** Other answers from the second drawing on: the first one only makes the tables. */
  later?: Record<string, unknown>;
}

/** A Chromium with the extension's own frame page, and a background that answers what a test says. */
export function frameStage(): { draw(wanted: Wanted): Promise<Drawn> } {
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
    context = await chromium.launchPersistentContext(join(folder, 'profile'), {
      executablePath: '/usr/bin/chromium',
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
  return {
    async draw(wanted) {
      if (context === undefined) throw new Error('no browser yet');
      const page = await context.newPage();
      await page.setViewportSize(wanted.viewport ?? { width: 680, height: 900 });
      const asked: Asked[] = [];
      let filled = false;
      await page.exposeFunction('__answer', (message: Asked) => {
        asked.push(message);
        return answerTo(
          message,
          filled ? { ...wanted, answers: { ...wanted.answers, ...wanted.later } } : wanted,
        );
      });
      await page.addInitScript(() => {
        const asking = (message: unknown) => Reflect.get(window, '__answer')(message);
        for (const name of ['browser', 'chrome']) {
          const api = Reflect.get(window, name)?.runtime;
          if (api !== undefined) Object.defineProperty(api, 'sendMessage', { value: asking });
        }
      });
      await fill(page, wanted.rows ?? {});
      filled = true;
      await page.goto('about:blank');
      await page.goto(`chrome-extension://${CHROMIUM_ID}/frame.html#${NONCE}`);
      return { page, asked };
    },
  };
}

/** Rows go in before the frame is drawn: Dexie makes the tables in a first drawing. */
async function fill(page: Page, rows: Rows): Promise<void> {
  await page.goto(`chrome-extension://${CHROMIUM_ID}/frame.html#${NONCE}`);
  await page.waitForFunction(async () =>
    (await indexedDB.databases()).some(({ name }) => name === 'peerwall'),
  );
  await page.evaluate(putRows, pack(rows));
}

async function putRows(packed: string): Promise<void> {
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
    table.clear();
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
