import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { find } from '../../../bin/programs.mjs';

let root: string;
let bin: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'peerwall-programs-'));
  bin = join(root, 'bin');
  mkdirSync(bin);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function program(name: string, version: string, folder = bin): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\necho "${version}"\n`, { mode: 0o755 });
  return file;
}

describe('whether a program is here', () => {
  it('is told by the first in PATH that fits', () => {
    program('nats-server', 'nats-server: v2.10.4');
    expect(find(root, 'nats-server', { PATH: bin })).toBe(bin);
  });

  it('passes over one that is too old', () => {
    const newer = join(root, 'newer');
    mkdirSync(newer);
    program('chromium', 'Chromium 120.0.6099.1');
    program('chromium', 'Chromium 156.0.8078.79 built on Debian', newer);
    expect(find(root, 'chromium', { PATH: `${bin}:${newer}` })).toBe(newer);
  });

  it('finds what was unpacked below the project', () => {
    const own = join(root, '.peerwall', 'nats-server', 'usr', 'sbin');
    mkdirSync(own, { recursive: true });
    program('nats-server', 'nats-server: v99.0.0', own);
    program('nats-server', 'nats-server: v1.4.1');
    expect([own, '/usr/sbin']).toContain(find(root, 'nats-server', { PATH: bin }));
  });

  it('takes the file the user names, and no other in its place', () => {
    program('chromium', 'Chromium 156.0.8078.79');
    const branded = program('google-chrome', 'Google Chrome 156.0.8078.79');
    const testing = program('chrome', 'Google Chrome for Testing 156.0.8078.79');
    expect(find(root, 'chromium', { PATH: bin, PEERWALL_CHROMIUM: branded })).toBeUndefined();
    expect(find(root, 'chromium', { PATH: bin, PEERWALL_CHROMIUM: testing })).toBe('');
  });
});
