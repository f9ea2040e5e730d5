import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CHROMIUM_ID, FIREFOX_ID, HOST_NAME } from '../../lib/native/ids.ts';
import { readConfig, writeConfig } from '../../servers/helper/config.ts';
import { type Home, homeAt } from '../../servers/helper/home.ts';
import { type Browser, browsersOf, firefoxBelow, profileAt } from '../../servers/helper/install/browsers.ts';
import { lookAtPackaging } from '../../servers/helper/install/doctor/packaging.ts';
import { lookAtRoom } from '../../servers/helper/install/doctor/places.ts';
import { examine } from '../../servers/helper/install/doctor.ts';
import type { Finding } from '../../servers/helper/install/finding.ts';
import { install } from '../../servers/helper/install/install.ts';
import { stopDaemon } from '../../servers/helper/install/uninstall.ts';

const CLI = fileURLToPath(new URL('../../servers/cli.ts', import.meta.url));

let folder: string;
let home: Home;
let browsers: Browser[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'peerwall it’s '));
  home = homeAt(join(folder, 'data', 'helper'));
  browsers = [profileAt(join(folder, 'profile')), firefoxBelow(join(folder, 'user'))];
});

afterEach(async () => {
  if (existsSync(home.config)) await stopDaemon(home).catch(() => null);
  rmSync(folder, { recursive: true, force: true });
});

const made = () => install({ home, browsers, listen: '127.0.0.1', node: process.execPath });
const surroundings = () => ({ platform: process.platform, userHome: join(folder, 'user'), env: {} });

async function wrongs(): Promise<Finding[]> {
  const findings = await examine({ home, browsers, surroundings: surroundings() });
  return findings.filter(({ is }) => is === 'wrong');
}

/** `peerwall helper …`, with the user’s home in the test’s folder. */
function cli(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = { ...process.env, HOME: join(folder, 'user'), XDG_CONFIG_HOME: '', XDG_DATA_HOME: '' };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [CLI, 'helper', ...args], { env }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
    child.stdin?.end('n\n');
  });
}

describe('installing', () => {
  it('makes a host that a browser can start with nothing on its PATH, and the doctor finds nothing', async () => {
    const { host, manifests } = await made();
    const [chromium, firefox] = manifests.map((file) => JSON.parse(readFileSync(file, 'utf8')));
    expect(chromium).toMatchObject({
      ...{ name: HOST_NAME, type: 'stdio', path: host },
      allowed_origins: [`chrome-extension://${CHROMIUM_ID}/`],
    });
    expect(firefox).toMatchObject({ path: host, allowed_extensions: [FIREFOX_ID] });
    expect(await wrongs()).toEqual([]);
    const said = await new Promise<string>((resolve) =>
      execFile(host, ['chrome-extension://x/'], { env: {}, cwd: '/' }, (_error, _out, err) => resolve(err)),
    );
    expect(said).toContain('belongs to another extension');
  });

  it('takes a port that no machine gives to whoever connects, and again keeps port, key and letters', async () => {
    await made();
    const before = readConfig(home);
    expect(before.port).toBeLessThan(32_768);
    writeFileSync(home.store, 'letters');
    await install({ home, browsers, node: process.execPath });
    expect(readConfig(home)).toEqual(before);
    expect(readFileSync(home.store, 'utf8')).toBe('letters');
    rmSync(home.store);
  });

  it('takes no folder that has other things in it', async () => {
    mkdirSync(home.folder, { recursive: true });
    writeFileSync(join(home.folder, 'diary.txt'), 'x');
    await expect(made()).rejects.toThrow('has other things in it');
    expect(readdirSync(home.folder)).toEqual(['diary.txt']);
  });

  it('knows where each browser of a user looks', () => {
    const linux = browsersOf({ platform: 'linux', userHome: '/home/a', env: {} });
    expect(linux.map(({ name }) => name)).toEqual(['Chrome', 'Chromium', 'Edge', 'Brave', 'Firefox']);
    expect(linux.map((one) => one.folder)).toContain('/home/a/.config/google-chrome/NativeMessagingHosts');
    expect(linux.map((one) => one.folder)).toContain('/home/a/.mozilla/native-messaging-hosts');
    const mac = browsersOf({ platform: 'darwin', userHome: '/Users/a', env: {} });
    expect(mac.map((one) => one.folder)).toContain(
      '/Users/a/Library/Application Support/Mozilla/NativeMessagingHosts',
    );
    expect(browsersOf({ platform: 'win32', userHome: 'C:\\a', env: {} })).toEqual([]);
  });
});

describe('the doctor', () => {
  it('finds each thing that is broken, and its one line mends it', async () => {
    await made();
    const [chromium = '', firefox = ''] = browsers.map((one) => join(one.folder, `${HOST_NAME}.json`));
    const replace = (file: string, from: string, to: string) => () =>
      writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
    const harms: [string, () => void, RegExp][] = [
      ['host', () => chmodSync(home.host, 0o600), /chmod 700/],
      ['host', () => rmSync(home.host), /helper install/],
      ['host', () => writeFileSync(home.host, '#!/bin/sh\n', { mode: 0o700 }), /helper install/],
      ['node', replace(home.host, process.execPath, '/gone/node'), /helper install/],
      ['node', replace(home.host, process.execPath, '/bin/true'), /helper install/],
      ['manifest for profile', () => rmSync(chromium), /helper install --profile .*profile/],
      ['manifest for profile', () => writeFileSync(chromium, '{'), /helper install/],
      ['manifest for Firefox', replace(firefox, FIREFOX_ID, 'other@example.org'), /helper install/],
      ['manifest for Firefox', replace(firefox, home.host, '/gone/host'), /helper install/],
      ['folder', () => chmodSync(home.folder, 0o755), /chmod 700/],
    ];
    for (const [what, harm, mend] of harms) {
      harm();
      const found = await wrongs();
      expect(found.map((one) => one.what)).toEqual([what]);
      expect(found[0]?.mend).toMatch(mend);
      if (/chmod/.test(found[0]?.mend ?? '')) await shell(found[0]?.mend ?? '');
      else await made();
      expect(await wrongs()).toEqual([]);
    }
  });

  it('finds broken settings, a port that is taken, and a daemon that cannot start', async () => {
    await made();
    const config = readConfig(home);
    writeFileSync(home.config, '{}');
    expect((await wrongs()).map(({ what }) => what)).toEqual(['installed']);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    writeConfig(home, { ...config, port: address.port });
    expect((await wrongs()).map(({ what }) => what)).toEqual(['port']);
    await stopDaemon(home);
    await new Promise((resolve) => server.close(resolve));
    rmSync(home.store, { force: true });
    mkdirSync(home.store);
    expect((await wrongs()).map(({ what }) => what)).toEqual(['daemon']);
    rmSync(home.store, { recursive: true });
  });

  it('says when the disk is full, and when a browser is in a box of its own', () => {
    mkdirSync(home.folder, { recursive: true });
    expect(lookAtRoom(home, () => 1e6)).toMatchObject([{ what: 'disk', is: 'wrong' }]);
    expect(lookAtRoom(home, () => 1e9)).toMatchObject([{ is: 'fine' }]);
    mkdirSync(join(folder, 'snap/bin/firefox'), { recursive: true });
    mkdirSync(join(folder, 'user/.local/share/flatpak/app/org.chromium.Chromium'), { recursive: true });
    const linux = { ...surroundings(), platform: 'linux' as const };
    expect(lookAtPackaging(linux, folder).map(({ what, is }) => [what, is])).toEqual([
      ['snap', 'hint'],
      ['flatpak', 'hint'],
    ]);
  });
});

describe('the commands', () => {
  it('install, look, stop and leave nothing behind', async () => {
    const installed = await cli('install', '--json', '--listen', '127.0.0.1');
    expect(installed.code).toBe(0);
    const own = join(folder, 'user/.local/share/peerwall/helper');
    expect(JSON.parse(installed.out)).toMatchObject({ home: own, listen: '127.0.0.1' });
    expect((await cli('status')).code).toBe(1);
    const doctor = await cli('doctor');
    expect([doctor.code, doctor.out]).toEqual([0, expect.not.stringContaining('WRONG')]);
    const status = await cli('status', '--json');
    expect(JSON.parse(status.out)).toMatchObject({ listening: true, waiting: 0, letters: 0 });
    const kept = await cli('uninstall');
    expect([kept.code, kept.out]).toEqual([1, expect.stringContaining('Nothing was removed')]);
    const gone = await cli('uninstall', '--yes');
    expect(gone.code).toBe(0);
    expect(existsSync(join(folder, 'user', '.config'))).toBe(false);
    expect(existsSync(join(folder, 'user', '.local'))).toBe(false);
  });

  it('say what is wrong in one line, and end with 1 or 2', async () => {
    const none = await cli('status');
    expect([none.code, none.err]).toEqual([1, expect.stringContaining('helper install')]);
    expect((await cli('doctor')).code).toBe(1);
    expect((await cli('uninstall', '--yes')).err).toContain('no helper is installed');
    expect((await cli('install', '--listen', 'example.org')).code).toBe(2);
    expect((await cli('nothing')).code).toBe(2);
  });
});

describe('a home with a long path', () => {
  it('has its socket elsewhere, for this user alone', async () => {
    home = homeAt(join(folder, 'x'.repeat(120), 'helper'));
    await made();
    expect(dirname(home.socket)).not.toBe(home.folder);
    expect(await wrongs()).toEqual([]);
    await stopDaemon(home);
    rmSync(dirname(home.socket), { recursive: true });
  });
});

function shell(line: string): Promise<void> {
  return new Promise((resolve, reject) =>
    execFile('/bin/sh', ['-c', line], (error) => (error === null ? resolve() : reject(error))),
  );
}
