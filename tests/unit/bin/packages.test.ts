import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installed, nodePath } from '../../../bin/packages.mjs';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'peerwall-packages-'));
  lock('package-lock.json', { '': { version: '0.1.0' }, 'node_modules/a': { version: '1.0.0' } });
  lock('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.0.0' } });
  write(nodePath(root), '');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function lock(name: string, packages: object): void {
  write(join(root, name), JSON.stringify({ packages }));
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

describe('whether packages need installing', () => {
  it('is no when all of the lock file are there', () => {
    expect(installed(root)).toBe(true);
  });

  it('is yes when one is missing or has another version', () => {
    lock('package-lock.json', { 'node_modules/a': { version: '1.0.1' } });
    expect(installed(root)).toBe(false);
    lock('package-lock.json', {
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '1.0.0' },
    });
    expect(installed(root)).toBe(false);
  });

  it('is no when only an optional one is missing, as those of other systems are', () => {
    lock('package-lock.json', { 'node_modules/b': { version: '1.0.0', optional: true } });
    expect(installed(root)).toBe(true);
  });

  it('is yes after an interrupted installation', () => {
    rmSync(join(root, 'node_modules/.package-lock.json'));
    expect(installed(root)).toBe(false);
  });

  it('is yes when Node 24 itself is missing', () => {
    rmSync(nodePath(root));
    expect(installed(root)).toBe(false);
  });
});
