import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BrowserName, placeExtension } from '../../servers/browser/extension.ts';

const LARGEST = 100_000;
const browsers: readonly BrowserName[] = ['chrome'];

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'peerwall-build-'));
  for (const browser of browsers) await placeExtension(browser, join(folder, browser), null);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(browsers)('the content script built for %s', (browser) => {
  const read = () => readFile(join(folder, browser, 'content-scripts', 'facebook.js'), 'utf8');

  test('has neither database nor crypto in it, and no way to the network', async () => {
    const script = await read();
    for (const word of [
      'Dexie',
      'indexedDB',
      'IDBDatabase',
      'libsodium',
      'crypto_',
      'subtle',
      'WebAssembly',
      'XMLHttpRequest',
      'WebSocket',
      'fetch(',
    ])
      expect(script.includes(word), word).toBe(false);
  });

  test('runs nothing in the page’s own world and writes no markup', async () => {
    const script = await read();
    for (const word of [
      'innerHTML',
      'insertAdjacentHTML',
      'document.write',
      'createElement(`script`)',
      'eval(',
    ])
      expect(script.includes(word), word).toBe(false);
    const manifest = JSON.parse(await readFile(join(folder, browser, 'manifest.json'), 'utf8'));
    for (const one of manifest.content_scripts) expect(one.world ?? 'ISOLATED').toBe('ISOLATED');
  });

  test('is small', async () => {
    expect((await read()).length).toBeLessThan(LARGEST);
  });
});
