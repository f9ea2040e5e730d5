// npm run check: types, components, Biome and the house rules side by side, in well under a minute.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { prepare, root } from './bootstrap.mjs';
import { nodePath } from './packages.mjs';

prepare();

const parts = [
  { name: 'types', script: 'typescript/bin/tsc', args: ['--noEmit', '--project', '.'] },
  {
    name: 'svelte',
    script: 'svelte-check/bin/svelte-check',
    args: ['--tsconfig', './tsconfig.json', '--output', 'human', '--fail-on-warnings'],
  },
  {
    name: 'biome',
    script: '@biomejs/biome/bin/biome',
    args: ['ci', '--colors=off', '--error-on-warnings', '.'],
  },
  { name: 'house', script: 'vitest/vitest.mjs', args: ['run', '--project', 'house'] },
];

const results = await Promise.all(parts.map(runPart));
for (const { name, output, code } of results) {
  if (code !== 0) console.log(`--- ${name}\n${output.trimEnd()}`);
}
for (const { name, code, seconds } of results) {
  console.log(`${name.padEnd(6)} ${code === 0 ? 'ok    ' : 'FAILED'} ${seconds.toFixed(1)} s`);
}
process.exitCode = results.every(({ code }) => code === 0) ? 0 : 1;

function runPart({ name, script, args }) {
  const started = performance.now();
  const child = spawn(nodePath(root), [join(root, 'node_modules', script), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (text) => {
    output += text;
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  return new Promise((resolve) => {
    child.once('close', (code) =>
      resolve({ name, output, code: code ?? 1, seconds: (performance.now() - started) / 1000 }),
    );
  });
}
