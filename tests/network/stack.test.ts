import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hex } from '../../lib/bytes.ts';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { checkBundle, checkNetwork, networkHash } from '../../lib/crypto/network.ts';
import type { SignedBundle } from '../../lib/protocol/network.ts';
import { StackRunningError } from '../../servers/stack/lock.ts';
import type { Stack } from '../../servers/stack/stack.ts';
import { startStack } from '../../servers/stack/start.ts';

const DAY = 86_400_000;

let dataDir: string;
let stack: Stack;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'peerwall-stack-'));
  stack = await startStack({ dataDir });
});

afterAll(async () => {
  await stack.stop();
  await rm(dataDir, { recursive: true });
});

async function bundleAt(door: string): Promise<SignedBundle> {
  const response = await fetch(`${door}/v1/bundle`);
  return checkBundle(p, await response.json(), stack.network(), stack.now());
}

async function processesOf(folder: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'args']);
  return stdout.split('\n').filter((line) => line.includes(folder));
}

describe('the whole network on one machine', () => {
  test('five operators, each with its own nats-server; every door gives everybody the same bundle, with all keys', async () => {
    expect(stack.operators.map((one) => one.id)).toEqual(['authority', 'north', 'south', 'east', 'west']);
    expect(new Set(stack.operators.map((one) => one.nats.url)).size).toBe(5);
    const bundles = await Promise.all(stack.doors.map(bundleAt));
    expect(bundles).toHaveLength(4);
    for (const one of bundles) expect(one).toEqual(bundles[0]);
    const servers = stack.network().file.operators.flatMap((one) => one.servers);
    expect(bundles[0]?.bundle.keys).toHaveLength(servers.length * 2);
  });

  test('the network file on disk is signed and in force', async () => {
    const file: unknown = JSON.parse(await readFile(stack.networkFile, 'utf8'));
    expect(checkNetwork(p, file, null, Date.now())).toEqual(stack.network());
  });

  test('keys are for their owner alone', async () => {
    for (const one of stack.operators)
      expect((await stat(join(one.dataDir, 'keys.json'))).mode & 0o077).toBe(0);
  });

  test('a second network does not start in the same folder', async () => {
    await expect(startStack({ dataDir })).rejects.toThrow(StackRunningError);
    expect(await bundleAt(stack.doors[0] ?? '')).toBeTruthy();
  });

  test('killed servers and nats-servers come back with their keys', async () => {
    const before = await bundleAt(stack.doors[0] ?? '');
    await Promise.all([stack.server('authority', 'id').kill9(), stack.operator('authority').nats.kill9()]);
    expect(stack.server('authority', 'id').pid).toBeNull();
    await stack.operator('authority').nats.start();
    await stack.server('authority', 'id').start();
    await stack.server('west', 'entry').restart();
    const west = stack.operator('west').door ?? '';
    await expect.poll(() => bundleAt(west).catch(() => null), { timeout: 30_000 }).not.toBeNull();
    expect((await bundleAt(west)).bundle.keys).toEqual(before.bundle.keys);
  });

  test('when the clock moves by three weeks, file, keys and bundle follow', async () => {
    const before = stack.network();
    await stack.setClock(21 * DAY);
    const after = stack.network();
    expect(after.file.number).toBe(before.file.number + 1);
    expect(after.file.previous).toBe(hex(networkHash(p, before.file)));
    expect(checkNetwork(p, after, before, stack.now())).toEqual(after);
    const { bundle } = await bundleAt(stack.doors[0] ?? '');
    expect(bundle.day).toBe(Math.floor(stack.now() / DAY));
    expect(new Set(bundle.keys.map((one) => one.day))).toEqual(new Set([bundle.day, bundle.day + 1]));
  });

  test('a stop leaves no process; a second start goes on with operators, doors and network', async () => {
    const before = stack.network();
    const doors = stack.doors;
    await stack.stop();
    expect(await processesOf(dataDir)).toEqual([]);
    stack = await startStack({ dataDir, clockOffset: 21 * DAY });
    expect(checkNetwork(p, stack.network(), before, stack.now())).toEqual(stack.network());
    expect(stack.network().file.number).toBe(before.file.number + 1);
    expect(stack.doors).toEqual(doors);
    const identities = (network: typeof before) =>
      network.file.operators.map(({ id, key, wire, servers }) => ({ id, key, wire, servers }));
    expect(identities(stack.network())).toEqual(identities(before));
    const kept: unknown = JSON.parse(
      await readFile(join(dataDir, `network.${before.file.number}.json`), 'utf8'),
    );
    expect(kept).toEqual(before);
  });

  test('who is asked for and is not there is an error', () => {
    expect(() => stack.operator('nobody')).toThrow(RangeError);
    expect(() => stack.server('east', 'content')).toThrow(RangeError);
    expect(() => stack.server('north', 'content', 7)).toThrow(RangeError);
  });
});

describe('without a program of its own', () => {
  test('a small network runs in this process', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'peerwall-small-'));
    const small = await startStack({
      dataDir: dir,
      inProcess: true,
      terms: { name: 'Small' },
      operators: [
        { id: 'home', name: 'Home', roles: ['id', 'ad'] },
        { id: 'gate', name: 'Gate', roles: ['entry'] },
      ],
    });
    expect(small.network().file.name).toBe('Small');
    const response = await fetch(`${small.doors[0]}/v1/bundle`);
    expect(checkBundle(p, await response.json(), small.network(), small.now()).bundle.keys).toHaveLength(6);
    await small.stop();
    await rm(dir, { recursive: true });
  });

  test('a network that cannot be is refused, and leaves nothing running', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'peerwall-wrong-'));
    const operators = [{ id: 'gate', name: 'Gate', roles: ['entry' as const] }];
    await expect(startStack({ dataDir: dir, operators })).rejects.toThrow(
      'one operator must run the ID server',
    );
    expect(await processesOf(dir)).toEqual([]);
    await rm(dir, { recursive: true });
  });
});
