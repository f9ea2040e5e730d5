import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { base64url, fromBase64url, hex, utf8 } from '../../lib/bytes.ts';
import { answerSize } from '../../lib/crypto/answer.ts';
import { envelopeSize } from '../../lib/crypto/header.ts';
import { nativePrimitives } from '../../lib/crypto/native.ts';
import type { Primitives } from '../../lib/crypto/primitives.ts';
import { find } from '../../lib/protocol/commands/id.ts';
import { serversOf } from '../../lib/protocol/network.ts';
import { ask } from '../../lib/route/ask.ts';
import { Route } from '../../lib/route/route.ts';
import { connectBus } from '../../servers/bus.ts';
import { ownUser } from '../../servers/nats/keys.ts';
import type { Stack } from '../../servers/stack/stack.ts';
import { startStack } from '../../servers/stack/start.ts';
import { Memory } from '../unit/route/world.ts';
import { addressedCarrier } from './addressed.ts';
import {
  bufferSizes,
  findIn,
  findInMemory,
  findOnDisk,
  type Needles,
  snapshotOf,
  socketAddress,
} from './traces.ts';

const ADDRESS = '127.0.0.77';
const CLASS = 2;
const ANONYMIZERS = ['north', 'south'];
let dir: string;
let snapshots: string;
let stack: Stack;
let connections: ReadonlySet<number>;
let destination: Uint8Array;
/** Pieces of 32 bytes out of the middle of every ciphertext of every layer, sent and received. */
const sealed: Uint8Array[] = [];

/** Primitives that note what is sealed and opened with them. */
const noting: Primitives = {
  ...nativePrimitives,
  seal: (...sealing) => note(nativePrimitives.seal(...sealing)),
  open: (key, aad, ciphertext) => nativePrimitives.open(key, aad, note(ciphertext)),
};

function note(ciphertext: Uint8Array): Uint8Array {
  for (const share of [0.1, 0.5, 0.9]) {
    const at = Math.floor(ciphertext.length * share);
    sealed.push(ciphertext.slice(at, at + 32));
  }
  return ciphertext;
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'peerwall-forget-'));
  snapshots = join(dir, 'snapshots');
  await mkdir(snapshots);
  process.env.PEERWALL_SNAPSHOTS = snapshots;
  const preload = fileURLToPath(new URL('./snapshotting.ts', import.meta.url));
  stack = await startStack({
    dataDir: join(dir, 'data'),
    operators: [
      { id: 'authority', name: 'Authority', roles: ['id', 'ad'] },
      ...ANONYMIZERS.map((id) => ({ id, name: id, roles: ['entry' as const, 'exit' as const] })),
    ],
    settings: { exit: { jitter: 1 } },
    log: 'debug',
    metrics: true,
    execArgv: ['--expose-gc', '--import', preload],
  });
  destination = fromBase64url(serversOf(stack.network().file, 'id')[0]?.key ?? '');
  await traffic();
});

afterAll(async () => {
  delete process.env.PEERWALL_SNAPSHOTS;
  await stack?.stop();
  await rm(dir, { recursive: true, force: true });
});

/** Questions of two users at the one address, over both entries: answered, refused, stale, spoilt and unfinished. */
async function traffic(): Promise<void> {
  const carrier = addressedCarrier(ADDRESS, true);
  connections = carrier.ports;
  for (const off of [0, 3_600_000]) {
    const route = await Route.open({
      primitives: noting,
      carrier,
      storage: new Memory(),
      now: () => Date.now() + off,
      random: nativePrimitives.random,
    });
    await route.join(stack.network(), stack.network().file.authority);
    while (
      !(await route.refresh().then(
        () => true,
        () => false,
      ))
    )
      await new Promise((resolve) => setTimeout(resolve, 100));
    for (let i = 0; i < 10; i++) {
      const question = {
        server: destination,
        command: find,
        args: { name: `Nobody ${i}` },
        class: CLASS,
      } as const;
      await expect(ask(route, question)).rejects.toMatchObject({ code: 'absent' });
    }
  }
  const replayed = carrier.sent.at(-1) ?? new Uint8Array(0);
  for (const door of stack.doors) {
    await carrier.post(door, nativePrimitives.random(envelopeSize(2, CLASS)));
    await carrier.post(door, replayed);
    await expect(carrier.post(door, new Uint8Array(77))).rejects.toThrow();
  }
  carrier.close();
}

function anonymizers() {
  return ANONYMIZERS.flatMap((id) =>
    (['entry', 'exit'] as const).map((role) => ({ id, role, server: stack.server(id, role) })),
  );
}

function texts(): Needles {
  return new Map([
    ['address', utf8(ADDRESS)],
    ['address in UTF-16', Uint8Array.from(Buffer.from(ADDRESS, 'utf16le'))],
    ['address in hex', utf8('7f00004d')],
  ]);
}

/** The server the envelopes were for, in every form it might be written down in. */
function ends(): Needles {
  return new Map([
    ['destination', destination],
    ['destination in hex', utf8(hex(destination))],
    ['destination in base64url', utf8(base64url(destination))],
  ]);
}

function envelopes(): Needles {
  const forms = sealed.flatMap((piece, i): [string, Uint8Array][] => [
    [`piece ${i}`, piece],
    [`piece ${i} in hex`, utf8(hex(piece))],
    [`piece ${i} in base64`, utf8(Buffer.from(piece).toString('base64').slice(4, 36))],
  ]);
  return new Map(forms);
}

const all = (): Needles => new Map([...texts(), ...ends(), ...envelopes()]);

describe('after its work an anonymizer knows nothing', () => {
  test('the traffic was there', () => {
    expect(connections.size).toBeGreaterThan(0);
    expect(sealed.length).toBeGreaterThan(300);
  });

  test('in its logs, files and JetStream', async () => {
    for (const id of ANONYMIZERS) expect(await findOnDisk(stack.operator(id).dataDir, all())).toEqual([]);
  });

  test('in its metrics', async () => {
    for (const { server } of anonymizers()) {
      const text = await (await fetch(`http://127.0.0.1:${server.metricsPort}/metrics`)).text();
      expect(text).toContain('peerwall_anonymizer_envelopes_total');
      expect(findIn(utf8(text), all())).toEqual([]);
    }
  });

  test('in its heap after collection: no word of it, and no buffer of an envelope’s or answer’s size', async () => {
    const sizes = ([0, 1, 2] as const).flatMap((layer) => [
      envelopeSize(layer, CLASS),
      answerSize(layer, CLASS),
    ]);
    for (const { server } of anonymizers()) {
      const snapshot = await readFile(await snapshotOf(server.pid ?? 0, snapshots));
      expect(findIn(snapshot, new Map([...texts(), ...envelopes()]))).toEqual([]);
      expect(bufferSizes(snapshot.toString('utf8')).filter((size) => sizes.includes(size))).toEqual([]);
    }
  });

  test('anywhere in its memory: the address, as text or as the system writes it', async () => {
    const memory = new Map([...texts(), ['socket address', socketAddress(127, 0, 0, 77)] as const]);
    for (const { server } of anonymizers()) {
      expect(await findInMemory(server.pid ?? 0, memory)).toEqual([]);
    }
  });
});

describe('the search finds what is there', () => {
  test('on disk: in a log and in JetStream', async () => {
    const { dataDir, keys, nats } = stack.operator('north');
    await writeFile(join(dataDir, 'planted.log'), `{"from":"${ADDRESS}"}`);
    const user = ownUser(nativePrimitives, keys.operator, 'STORE');
    const store = await connectBus({ url: nats.url, ...user, name: 'planting' });
    const bucket = await store.bucket('planted');
    await bucket.put('one', destination);
    await store.close();
    const found = await findOnDisk(dataDir, all());
    expect(found).toContain('planted.log: address');
    expect(found.filter((one) => /^nats\/.*: destination$/.test(one))).toHaveLength(1);
  });

  test('in a heap and in memory', async () => {
    const pid = stack.server('north', 'entry').pid ?? 0;
    const planted = {
      text: `from ${ADDRESS}`,
      bytes: envelopeSize(2, CLASS),
      socket: [2, 0, 9, 9, 127, 0, 0, 77],
    };
    await writeFile(join(snapshots, `${pid}.plant`), JSON.stringify(planted));
    const snapshot = await readFile(await snapshotOf(pid, snapshots));
    expect(findIn(snapshot, texts())).toEqual(['address']);
    expect(bufferSizes(snapshot.toString('utf8'))).toContain(envelopeSize(2, CLASS));
    const memory = new Map([...texts(), ['socket address', socketAddress(127, 0, 0, 77)] as const]);
    expect(await findInMemory(pid, memory)).toEqual(['address', 'socket address']);
  });
});
