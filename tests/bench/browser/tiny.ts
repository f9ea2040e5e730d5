import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILES = {
  'manifest.json': JSON.stringify({
    manifest_version: 3,
    name: 'Answers at once',
    version: '1',
    background: { service_worker: 'background.js' },
  }),
  'background.js':
    'chrome.runtime.onMessage.addListener((message, sender, answer) => void answer({ ok: {} }));',
  'page.html': '<!doctype html><title>page</title>',
};

/** Writes an extension that does nothing but answer each message at once: the least a service worker can be. Its origin. */
export async function writeTiny(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(FILES)) await writeFile(join(folder, name), text);
  // of one without a key Chromium takes the id from where it lies
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 32);
  const letters = [...hash].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)));
  return `chrome-extension://${letters.join('')}`;
}
