import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'peerwall-tally-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function tally(files: Record<string, string>): unknown {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const file = join(folder, 'tally.json');
  const args = ['run', '--globals', '--root', folder, `--reporter=${join(root, 'bin', 'tally.mjs')}`];
  spawnSync(process.execPath, [join(root, 'node_modules', 'vitest', 'vitest.mjs'), ...args], {
    env: { ...process.env, PEERWALL_TALLY: file },
    stdio: 'ignore',
  });
  return JSON.parse(readFileSync(file, 'utf8'));
}

it('counts as failed whatever did not pass: tests, files that do not load, hooks, errors outside tests', () => {
  const count = tally({
    'tests.test.js':
      "it('good', () => {}); it('bad', () => { throw new Error('no'); }); it['skip']('off', () => {});",
    'broken.test.js': "import './nowhere.js'; it('never', () => {});",
    'hook.test.js':
      "describe('d', () => { afterAll(() => { throw new Error('no'); }); it('good', () => {}); });",
    'late.test.js':
      "it('good', async () => { Promise.reject(new Error('no')); await new Promise((done) => setTimeout(done, 20)); });",
  });
  expect(count).toEqual({ passed: 3, failed: 4, skipped: 1 });
});
