import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ensurePrograms, find } from '../../../bin/programs.mjs';

let root: string;
let bin: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'peerwall-programs-'));
  bin = join(root, 'bin');
  mkdirSync(bin);
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(root, { recursive: true, force: true });
});

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

describe('a program that is missing', () => {
  const CHROMIUM = /^Chromium 133 or newer is missing .*apt-get install chromium.*PEERWALL_CHROMIUM/;

  /** An apt-get that notes what it is told, and installs a Chromium from its second attempt on. */
  function fakeApt(): () => string {
    const log = join(root, 'apt.log');
    const made = join(bin, 'chromium');
    const script = `#!/bin/sh
echo "$*" >> ${log}
case "$*" in
*--version*) exit 0 ;;
*update*) : > ${root}/updated ;;
*install*) [ -e ${root}/updated ] || exit 100
  printf '#!/bin/sh\\necho Chromium 156.0.1.2\\n' > ${made}; /bin/chmod +x ${made} ;;
esac
`;
    writeFileSync(join(bin, 'apt-get'), script, { mode: 0o755 });
    return () => (existsSync(log) ? readFileSync(log, 'utf8') : '');
  }

  function beUser(id: number): void {
    vi.spyOn(process, 'getuid').mockReturnValue(id);
    vi.spyOn(console, 'error').mockReturnValue();
    vi.stubEnv('PEERWALL_CHROMIUM', undefined);
  }

  it('is installed from the system’s packages by root, whose lists are renewed where they are old', () => {
    const told = fakeApt();
    beUser(0);
    vi.stubEnv('PATH', bin);
    writeFileSync(join(bin, 'env'), '#!/bin/sh\nshift\nexec "$@"\n', { mode: 0o755 });
    ensurePrograms(root, ['chromium'], []);
    expect(told()).toMatch(/install -y --no-install-recommends chromium\n.*update\n.*install -y/);
    expect(process.env.PATH?.split(':')[0]).toBe(bin);
  });

  it('is asked for in one line where there is no apt-get, or nobody may use it', () => {
    beUser(1000);
    vi.stubEnv('PATH', bin);
    expect(() => ensurePrograms(root, ['chromium'], [])).toThrow(CHROMIUM);
    const told = fakeApt();
    expect(() => ensurePrograms(root, ['chromium'], [])).toThrow(CHROMIUM);
    expect(told()).not.toContain('install');
    // one that would ask for a password
    writeFileSync(join(bin, 'sudo'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    expect(() => ensurePrograms(root, ['chromium'], [])).toThrow(CHROMIUM);
    expect(told()).not.toContain('install');
  });

  it('is not installed where the user named a file that does not fit', () => {
    const told = fakeApt();
    beUser(0);
    vi.stubEnv('PATH', bin);
    vi.stubEnv('PEERWALL_CHROMIUM', join(bin, 'nothing'));
    expect(() => ensurePrograms(root, ['chromium'], [])).toThrow(CHROMIUM);
    expect(told()).toBe('');
  });
});

describe('on this machine', () => {
  it.runIf(existsSync('/usr/bin/chromium'))('Chromium is found though PATH leads nowhere', () => {
    expect(find(root, 'chromium', { PATH: '/nowhere' })).toBe('/usr/bin');
  });
});
