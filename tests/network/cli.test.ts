import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { checkNetwork } from '../../lib/crypto/network.ts';
import { freePort } from '../../servers/ports.ts';

const CLI = fileURLToPath(new URL('../../servers/cli.ts', import.meta.url));
const env = {
  ...process.env,
  NODE_COMPILE_CACHE: fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url)),
};

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'peerwall-cli-'));
});
const children: ChildProcess[] = [];
afterAll(async () => {
  for (const child of children) if (child.exitCode === null) child.kill('SIGKILL');
  await rm(dir, { recursive: true, maxRetries: 5 });
});

function peerwall(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...args], { cwd: dir, env }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}

/** A peerwall that stays; `first` is its first line of output. */
async function staying(
  ...args: string[]
): Promise<{ child: ChildProcess; first: string; ended: Promise<number | null> }> {
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: dir,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  if (child.stdout === null) throw new Error('its output is a pipe');
  const lines = createInterface({ input: child.stdout });
  const first = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    void ended.then((code) => reject(new Error(`it ended with ${code}`)));
  });
  return { child, first, ended };
}

async function processesOf(folder: string): Promise<string[]> {
  const out = await new Promise<string>((resolve) =>
    execFile('ps', ['-eo', 'pid,args'], (_error, text) => resolve(text)),
  );
  return out.split('\n').filter((line) => line.includes(folder));
}

function processIdOf(lines: string[]): number {
  return Number(lines[0]?.trim().split(' ')[0]);
}

describe('wrong use', () => {
  test.concurrent.each([
    [['nonsense'], /^peerwall: unknown command 'nonsense'$/],
    [['up', '--publc'], /^peerwall: unknown option '--publc' \(Did you mean --public\?\)$/],
    [['up', '--public'], /^peerwall: --public needs --host, --cert and --key/],
    [['up', '--processes', '0'], /expected a number from 1 to 16$/],
    [['serve', 'contents', '--config', 'x'], /Allowed choices are id, ad, content, entry, exit\.$/],
    [['serve', 'content'], /^peerwall: required option '--config <file>' not specified$/],
    [['serve', 'content', '--config', 'none.yaml'], /^peerwall: none\.yaml: cannot be read$/],
    [['network', 'show', 'none.json'], /^peerwall: none\.json: cannot be read as JSON$/],
    [['network', 'add-operator', '--id', 'x'], /^peerwall: add-operator needs --entry, or --id/],
    [['network', 'sign'], /^peerwall: network\.yaml: cannot be read$/],
  ])('%j: exit code 2 and one line that says what', async (args, line) => {
    const { code, out, err } = await peerwall(...args);
    expect(err.trimEnd()).toMatch(line);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect([code, out]).toEqual([2, '']);
  });

  test('every command has help with examples', async () => {
    const commands = [
      [],
      ['up'],
      ['serve'],
      ['nats'],
      ['services'],
      ['network', 'init'],
      ['network', 'add-operator'],
    ];
    const all = await Promise.all(commands.map((command) => peerwall(...command, '--help')));
    for (const { code, out } of all) {
      expect(code).toBe(0);
      expect(out).toContain('peerwall');
      expect(out).toMatch(/Examples:/);
    }
  });
});

describe('a network made by hand', () => {
  test('init, add-operator, sign and show; then its servers run from their files', async () => {
    const ports = { home: await freePort(0), north: await freePort(0), door: await freePort(0) };
    const homeNats = `nats://127.0.0.1:${ports.home}`;
    expect(
      (await peerwall('network', 'init', '--name', 'Club', '--id', 'home', '--nats', homeNats)).code,
    ).toBe(0);
    const north = [
      '--id',
      'north',
      '--name',
      'North',
      '--roles',
      'content,entry',
      '--nats',
      `nats://127.0.0.1:${ports.north}`,
    ];
    const printed = await peerwall(
      'network',
      'add-operator',
      '--print',
      ...north,
      '--door',
      `http://127.0.0.1:${ports.door}`,
      '--keys',
      'north.json',
    );
    expect(printed.out).not.toContain(JSON.parse(await readFile(join(dir, 'north.json'), 'utf8')).operator);
    await writeFile(join(dir, 'entry.json'), printed.out);
    expect((await peerwall('network', 'add-operator', '--entry', 'entry.json')).code).toBe(0);
    expect((await peerwall('network', 'sign')).code).toBe(0);
    expect((await peerwall('network', 'sign')).out).toContain('number 2');
    const file: unknown = JSON.parse(await readFile(join(dir, 'network.json'), 'utf8'));
    const first: unknown = JSON.parse(await readFile(join(dir, 'network.1.json'), 'utf8'));
    const known = checkNetwork(p, first, null, Date.now());
    expect(checkNetwork(p, file, known, Date.now()).file.operators.map((one) => one.id)).toEqual([
      'home',
      'north',
    ]);
    const shown = await peerwall('network', 'show');
    expect(shown.out).toContain('Club, number 2');
    expect(shown.out).toContain('north (North): content, entry');

    const nats = (id: string, keys: string, port: number) =>
      staying(
        'nats',
        '--operator',
        id,
        '--keys',
        keys,
        '--network',
        'network.json',
        '--data',
        `${id}-nats`,
        '--listen',
        `127.0.0.1:${port}`,
      );
    const config = async (id: string, role: string, keys: string, port: number): Promise<string> => {
      const settings = {
        operator: id,
        role,
        nats: `nats://127.0.0.1:${port}`,
        keys,
        network: 'network.json',
        data: role,
      };
      const text = Object.entries({ ...settings, metrics: 0, log: '{ level: error }' }).map(
        ([name, value]) => `${name}: ${value}`,
      );
      await writeFile(join(dir, `${role}.yaml`), text.join('\n'));
      return `${role}.yaml`;
    };
    const running = [
      await nats('home', 'keys.json', ports.home),
      await nats('north', 'north.json', ports.north),
      await staying('serve', 'id', '--config', await config('home', 'id', 'keys.json', ports.home)),
      await staying('serve', 'entry', '--config', await config('north', 'entry', 'north.json', ports.north)),
    ];
    const ready = JSON.parse(running[2]?.first ?? '{}');
    expect(ready).toMatchObject({ ready: true, role: 'id' });
    const metrics = await (await fetch(`http://127.0.0.1:${ready.metrics}/metrics`)).text();
    expect(metrics).toContain('process_cpu_seconds_total');
    const services = await peerwall('services', '--config', 'id.yaml');
    expect(services.out).toContain('pw.home.id ');
    expect(services.out).toContain('pw.home.id.ops');
    for (const { child, ended } of running.toReversed()) {
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
    }
    expect(await processesOf(dir)).toEqual([]);
  });

  test('another’s key cannot sign over it, nor is a key file ever replaced', async () => {
    const again = await peerwall(
      'network',
      'init',
      '--name',
      'Club',
      '--id',
      'home',
      '--nats',
      'nats://127.0.0.1:1',
    );
    expect(again.err).toContain('keys.json: is there already');
    expect(again.code).toBe(2);
    await peerwall(
      'network',
      'init',
      '--name',
      'Evil',
      '--id',
      'home',
      '--nats',
      'nats://127.0.0.1:1',
      '--dir',
      'evil',
    );
    await writeFile(join(dir, 'evil', 'network.json'), await readFile(join(dir, 'network.json')));
    const stolen = await peerwall('network', 'sign', '--dir', 'evil');
    expect(stolen.err).toContain('the forerunner has another authority');
    expect(stolen.code).toBe(2);
  });
});

describe('peerwall up', () => {
  test('one line of JSON when it is ready; what crashes comes back; Ctrl-C ends every process', async () => {
    const { child, first, ended } = await staying('up', '--json', '--data', 'net');
    const told = JSON.parse(first);
    expect(told.operators.map((one: { id: string }) => one.id)).toEqual([
      'authority',
      'north',
      'south',
      'east',
      'west',
    ]);
    expect(told.doors).toHaveLength(4);
    checkNetwork(p, JSON.parse(await readFile(told.network, 'utf8')), null, Date.now());
    expect((await fetch(`${told.doors[0]}/v1/bundle`)).status).toBe(200);
    const second = await peerwall('up', '--data', 'net');
    expect(second.err).toMatch(/^peerwall: another network runs in .*: end it, or use another folder/);
    expect(second.code).toBe(1);
    const crashed = processIdOf(await processesOf(join(dir, 'net', 'east', 'exit.yaml')));
    process.kill(crashed, 'SIGKILL');
    const back = async () =>
      (await processesOf(join(dir, 'net', 'east', 'exit.yaml'))).filter(
        (line) => processIdOf([line]) !== crashed,
      );
    await expect.poll(back, { timeout: 20_000 }).toHaveLength(1);
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(await processesOf(dir)).toEqual([]);
  });

  test('without nats-server it says what to install', async () => {
    const { code, err } = await new Promise<{ code: number | null; err: string }>((resolve) => {
      const child = execFile(
        process.execPath,
        [CLI, 'up', '--data', 'none'],
        { cwd: dir, env: { PATH: dir } },
        (_error, _out, text) => resolve({ code: child.exitCode, err: text }),
      );
    });
    expect(err).toContain('apt-get install nats-server');
    expect(code).toBe(1);
  });
});
