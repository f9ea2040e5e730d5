import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { takeLock } from '../../../../servers/helper/daemon/lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'peerwall-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('one has the lock of a home, the next when it was given back', () => {
  const file = join(folder, 'daemon.lock');
  const release = takeLock(file);
  expect(release).not.toBeNull();
  expect(takeLock(file)).toBeNull();
  release?.();
  const again = takeLock(file);
  expect(again).not.toBeNull();
  again?.();
});

it('a lock that cannot be taken for another reason is a fault, not another daemon', () => {
  const file = join(folder, 'daemon.lock');
  writeFileSync(file, 'no database'.repeat(500));
  expect(() => takeLock(file)).toThrow();
});
