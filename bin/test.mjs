// npm test: every suite in one run; the last line counts test cases over all of them.
// Arguments go to vitest (`npm test -- --project unit codec`); --fuzz runs the property tests longer.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare, root, runNode } from './bootstrap.mjs';
import { propertyTests } from './propertyTests.mjs';

const fuzz = process.argv.includes('--fuzz');
const args = process.argv.slice(2).filter((arg) => arg !== '--fuzz');
const files = args.filter(
  (arg, i) => !arg.startsWith('-') && !['--project', '-t'].includes(args[i - 1] ?? ''),
);
if (fuzz && files.length === 0) args.push(...propertyTests(root));

prepare(...programsOf(args));
process.chdir(root);
const folder = mkdtempSync(join(tmpdir(), 'peerwall-test-'));
const tallyFile = join(folder, 'tally.json');
try {
  const reporters = ['--reporter=default', `--reporter=${join(root, 'bin', 'tally.mjs')}`];
  const code = await runNode('node_modules/vitest/vitest.mjs', ['run', ...reporters, ...args], {
    PEERWALL_TALLY: tallyFile,
    ...(fuzz ? { PEERWALL_FUZZ: '1' } : {}),
  });
  process.exitCode = report(readTally(), code);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function programsOf(args) {
  const named = args.flatMap((arg, i) =>
    arg === '--project' ? [args[i + 1] ?? ''] : arg.startsWith('--project=') ? [arg.slice(10)] : [],
  );
  const wants = (...projects) => named.length === 0 || projects.some((one) => named.includes(one));
  return [
    ...(wants('network', 'pages', 'e2e', 'gauntlet', 'firefox') ? ['nats-server'] : []),
    ...(wants('pages', 'e2e', 'gauntlet', 'firefox') ? ['chromium', 'firefox'] : []),
  ];
}

// No tally means that vitest itself died, and then nothing it showed before counts.
function readTally() {
  try {
    return JSON.parse(readFileSync(tallyFile, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function report({ passed, failed, skipped }, code) {
  const lost = code !== 0 && failed === 0 ? 1 : 0;
  if (skipped > 0) console.log(`${skipped} skipped`);
  if (passed + failed === 0) console.log('no test ran');
  console.log(`${passed} passed, ${failed + lost} failed`);
  if (code !== 0) return code;
  return passed > 0 && failed === 0 ? 0 : 1;
}
