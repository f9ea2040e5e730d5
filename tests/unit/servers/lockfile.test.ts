import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { giveLock, takeLock } from '../../../servers/lockfile.ts';

const LOCKFILE = new URL('../../../servers/lockfile.ts', import.meta.url).href;

let folder: string;
let file: string;
let holder: ChildProcess | null = null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'peerwall-lock-'));
  file = join(folder, 'lock');
});
afterEach(() => {
  holder?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function heldByAnother(): Promise<number> {
  const script = `import { takeLock } from '${LOCKFILE}'; takeLock(process.argv[1]); console.log('taken'); setInterval(() => {}, 1000);`;
  holder = spawn(process.execPath, ['--input-type=module', '-e', script, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (holder.stdout === null) throw new Error('no stdout');
  await once(holder.stdout, 'data');
  return holder.pid ?? 0;
}

describe('a lock file', () => {
  test('is one process’ at a time, also within one process, and free when it was given back', () => {
    expect(takeLock(file)).toBeNull();
    expect(takeLock(file)).toBe(process.pid);
    giveLock(file);
    expect(takeLock(file)).toBeNull();
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  test('of a living process tells whose it is', async () => {
    const pid = await heldByAnother();
    expect(takeLock(file)).toBe(pid);
  });

  test('of a process that was killed counts for nothing', async () => {
    await heldByAnother();
    if (holder === null) throw new Error('nobody');
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(takeLock(file)).toBeNull();
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  test('whose process has ended, and another program has got its number, counts for nothing', () => {
    writeFileSync(file, `${process.pid} 1`);
    expect(takeLock(file)).toBeNull();
  });

  test.runIf(process.platform === 'linux')(
    'of a process that ended and was not yet fetched by its parent counts for nothing',
    async () => {
      // the shell starts a child, becomes a program that never fetches it, and tells the number
      holder = spawn('sh', ['-c', 'true & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'inherit'] });
      if (holder.stdout === null) throw new Error('no stdout');
      const [pid] = await once(holder.stdout, 'data');
      await expect
        .poll(() => {
          writeFileSync(file, String(pid).trim());
          return takeLock(file);
        })
        .toBeNull();
    },
  );

  test('with nonsense in it counts for nothing', () => {
    writeFileSync(file, 'hello');
    expect(takeLock(file)).toBeNull();
  });
});
