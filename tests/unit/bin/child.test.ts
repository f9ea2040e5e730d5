import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const child = fileURLToPath(new URL('../../../bin/child.mjs', import.meta.url));

// A program with a server of its own that it leaves behind; both report over stdout, which closes when the last is gone.
const PROGRAM = `
  import { spawn } from 'node:child_process';
  const server = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
  server.unref();
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => { console.log(signal); setTimeout(() => process.exit(7), 100); });
  }
  console.log('ready');
  setInterval(() => {}, 1000);
`;

let folder: string;
let runner: ChildProcess | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'peerwall-child-'));
});

afterEach(() => {
  runner?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the runner on a program; `lines` ends when runner, program and all it started are gone. */
function start(program: string): { runner: ChildProcess; lines: AsyncIterableIterator<string> } {
  writeFileSync(join(folder, 'program.mjs'), program);
  const file = JSON.stringify(join(folder, 'program.mjs'));
  const script = `import { run } from ${JSON.stringify(child)};
    process.exitCode = await run(process.execPath, [${file}]);`;
  const started = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  runner = started;
  return { runner: started, lines: createInterface({ input: started.stdout })[Symbol.asyncIterator]() };
}

async function rest(lines: AsyncIterableIterator<string>): Promise<string[]> {
  const found: string[] = [];
  for await (const line of lines) found.push(line);
  return found;
}

describe('running a program', () => {
  it('gives its exit code', async () => {
    const { runner } = start('process.exit(42);');
    expect(await once(runner, 'exit')).toEqual([42, null]);
  });

  it('gives 128 and the number of the signal that ended it', async () => {
    const { runner } = start("process.kill(process.pid, 'SIGKILL');");
    expect(await once(runner, 'exit')).toEqual([137, null]);
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`hands it one ${signal}, however often it comes at once, and ends what it left behind`, async () => {
      const { runner, lines } = start(PROGRAM);
      expect((await lines.next()).value).toBe('ready');
      const exited = once(runner, 'exit');
      runner.kill(signal);
      runner.kill(signal);
      expect(await rest(lines)).toEqual([signal]);
      expect(await exited).toEqual([7, null]);
    });
  }

  it('ends all of it when the runner itself is killed', async () => {
    const { runner, lines } = start(PROGRAM);
    expect((await lines.next()).value).toBe('ready');
    runner.kill('SIGKILL');
    expect(await rest(lines)).toEqual(['SIGTERM']);
  });
});
