import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { readConfig } from '../../../servers/config.ts';
import { KeysFileError, makeKeys, readKeys, writeKeys } from '../../../servers/keysfile.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'peerwall-config-'));
});
afterAll(() => rm(dir, { recursive: true }));

const load = async () => ({
  settings: v.strictObject({ jitter: v.optional(v.number(), 30) }),
  start: async () => ({ stop: async () => undefined }),
});

const GOOD = `operator: north
role: exit
nats: nats://127.0.0.1:4222
keys: keys.json
network: ../network.json
data: data/exit
`;

async function write(text: string): Promise<string> {
  const file = join(dir, 'exit.yaml');
  await writeFile(file, text);
  return file;
}

describe('configuration of a role', () => {
  test('paths are relative to the file, the role’s own settings have their defaults', async () => {
    const { config } = await readConfig(await write(GOOD), load, 'exit');
    expect(config).toEqual({
      operator: 'north',
      role: 'exit',
      nats: 'nats://127.0.0.1:4222',
      keys: join(dir, 'keys.json'),
      network: join(dir, '..', 'network.json'),
      data: join(dir, 'data/exit'),
      log: { level: 'info' },
      clockOffset: 0,
      settings: { jitter: 30 },
    });
  });

  test('a wrong setting of the role’s own is named with its place, too', async () => {
    const file = await write(`${GOOD}settings:\n  jiter: 5\n`);
    await expect(readConfig(file, load)).rejects.toThrow(
      `${file}:8:3: settings.jiter: no such setting; allowed: jitter`,
    );
  });

  test('a file of another role is not taken', async () => {
    const file = await write(GOOD);
    await expect(readConfig(file, load, 'entry')).rejects.toThrow(
      `${file}:2:7: role: expected "entry", found "exit"`,
    );
  });

  test('no file', async () => {
    await expect(readConfig(join(dir, 'none.yaml'), load)).rejects.toThrow('none.yaml: cannot be read');
  });
});

describe('keys of an operator', () => {
  test('they come back as written, only their owner may read them, and they are never written over', async () => {
    const file = join(dir, 'keys.json');
    const keys = makeKeys(p.random, ['id', 'ad'], true);
    await writeKeys(file, keys);
    expect(await readKeys(file)).toEqual(keys);
    expect((await stat(file)).mode & 0o077).toBe(0);
    await expect(writeKeys(file, makeKeys(p.random, ['exit'], false))).rejects.toThrow(KeysFileError);
    expect(await readKeys(file)).toEqual(keys);
  });

  test('every seed is another', () => {
    const { operator, servers, authority } = makeKeys(p.random, ['entry', 'exit'], true);
    const all = [operator, authority, servers.entry, servers.exit].map((seed) => String(seed));
    expect(new Set(all).size).toBe(4);
  });

  test('a spoiled file is refused without a word of its content', async () => {
    const file = join(dir, 'spoiled.json');
    const secret = 'ab'.repeat(31);
    await writeFile(file, JSON.stringify({ operator: secret, servers: {} }));
    const failure: unknown = await readKeys(file).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(KeysFileError);
    expect(String(failure)).toContain('operator is wrong');
    expect(String(failure)).not.toContain(secret);
    await writeFile(file, '{');
    await expect(readKeys(file)).rejects.toThrow(KeysFileError);
    await expect(readKeys(join(dir, 'none.json'))).rejects.toThrow(KeysFileError);
  });
});
