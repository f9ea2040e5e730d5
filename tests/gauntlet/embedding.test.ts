import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { framesTitled, postFrame, readyFrame } from '../../servers/browser/frames.ts';
import { until } from '../../servers/browser/until.ts';
import { embed } from './attacks/embed.ts';
import { innerSources } from './stage/innersrc.ts';
import { type Stage, startStage } from './stage/stage.ts';

const SECRET = 'Glimmerfox brindlemoth quandaryville';
const FORGED = 'ab'.repeat(16);

let stage: Stage;
let page: Page;
let real: string[];

beforeAll(async () => {
  stage = await startStage('Alice Nightjar');
  await stage.post(SECRET);
  page = await stage.alice.facebook();
  await postFrame(page, SECRET);
  await readyFrame(page);
  real = (await innerSources(page)).filter((source) => source.includes('/frame.html#'));
});
afterAll(() => stage?.stop());

/** What frames put in by the page itself show, besides those of ours. */
async function shownBy(addresses: readonly string[]): Promise<string[]> {
  const before = new Set<Frame>(page.frames());
  await page.evaluate(embed, addresses);
  const embedded = page.frames().filter((frame) => !before.has(frame));
  expect(embedded.length).toBe(addresses.length);
  return await Promise.all(
    embedded.map((frame) => frame.evaluate(() => document.body?.innerText ?? '').catch(() => '')),
  );
}

describe('a page that embeds our frames itself', () => {
  test('does not know their address, which is another one each time', () => {
    expect(real.length).toBeGreaterThan(0);
    for (const source of real) expect(source).not.toContain(stage.alice.extension);
  });

  test('gets nothing at the address everybody can guess', async () => {
    const root = `chrome-extension://${stage.alice.extension}`;
    const guesses = ['/frame.html', `/frame.html#${FORGED}`, '/home.html', '/confirm.html#1'];
    const shown = await shownBy(guesses.map((path) => `${root}${path}`));
    for (const text of shown) {
      expect(text).not.toContain('Glimmerfox');
      expect(text).not.toContain('Peerwall');
    }
  });

  test('gets an empty frame where it knows the address but no nonce', async () => {
    const base = real[0]?.split('#')[0] ?? '';
    expect(await shownBy([base, `${base}#`, `${base}#${FORGED}`])).toEqual(['', '', '']);
  });

  test('gets an empty frame with the nonce of one of ours, which is spent', async () => {
    expect(await shownBy(real)).toEqual(real.map(() => ''));
  });

  test('gets no answer of the background through such a frame', async () => {
    const before = new Set<Frame>(page.frames());
    await page.evaluate(embed, real.slice(0, 1));
    const frame = await until('the embedded frame', () => page.frames().find((one) => !before.has(one)));
    const ask = (message: unknown) =>
      (globalThis as unknown as Extension).chrome.runtime.sendMessage(message) as Promise<Refusal>;
    const nonce = real[0]?.split('#')[1] ?? '';
    const claim = await frame.evaluate(ask, { ask: 'frame.claim', args: { nonce } });
    expect(claim.error?.code).toBe('not-allowed');
    const deed = await frame.evaluate(ask, { ask: 'items.post', args: {}, seen: 'seen' });
    expect(deed.error?.code).toBe('not-allowed');
  });

  test('leaves ours as they were', async () => {
    const frames = await framesTitled(page, 'Peerwall post');
    expect(frames.length).toBeGreaterThan(0);
    await postFrame(page, SECRET);
  });
});

interface Extension {
  chrome: { runtime: { sendMessage(message: unknown): Promise<unknown> } };
}
interface Refusal {
  ok?: unknown;
  error?: { code: string };
}
