import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromBase64url } from '../../lib/bytes.ts';
import { readFailure } from '../../lib/crypto/answer.ts';
import { envelopeSize } from '../../lib/crypto/header.ts';
import { sodiumPrimitives } from '../../lib/crypto/sodium.ts';
import { find, logRoot } from '../../lib/protocol/commands/id.ts';
import { findServer, serversOf } from '../../lib/protocol/network.ts';
import { ask } from '../../lib/route/ask.ts';
import { fetchCarrier } from '../../lib/route/fetchcarrier.ts';
import { Route } from '../../lib/route/route.ts';
import type { Stack } from '../../servers/stack/stack.ts';
import { startStack } from '../../servers/stack/start.ts';
import { Memory } from '../unit/route/world.ts';
import { addressedCarrier } from './addressed.ts';

const p = await sodiumPrimitives();
let dir: string;
let stack: Stack;

const anonymizers = ['north', 'south', 'east', 'west'];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'peerwall-anonymizer-'));
  stack = await startStack({
    dataDir: dir,
    operators: [
      { id: 'authority', name: 'Authority', roles: ['id', 'ad'] },
      ...anonymizers.map((id) => ({ id, name: id, roles: ['entry' as const, 'exit' as const] })),
    ],
    settings: { exit: { jitter: 1 } },
  });
  await Promise.all(stack.doors.map(bundleOf));
});

afterAll(async () => {
  await stack?.stop();
  await rm(dir, { recursive: true, force: true });
});

/** The bundle of a door, once it has one with the keys of every server. */
async function bundleOf(door: string): Promise<string> {
  const wanted = 2 * stack.network().file.operators.flatMap(({ servers }) => servers).length;
  for (;;) {
    const answered = await fetch(`${door}/v1/bundle`).catch(() => null);
    const text = answered?.status === 200 ? await answered.text() : '';
    if (text !== '' && JSON.parse(text).bundle.keys.length === wanted) return text;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function joined(carrier = fetchCarrier()): Promise<{ route: Route; memory: Memory }> {
  const memory = new Memory();
  const route = await Route.open({
    primitives: p,
    carrier,
    storage: memory,
    now: Date.now,
    random: p.random,
  });
  await route.join(stack.network(), stack.network().file.authority);
  return { route, memory };
}

function idServer(): Uint8Array {
  return fromBase64url(serversOf(stack.network().file, 'id')[0]?.key ?? '');
}

const root = () => ({ server: idServer(), command: logRoot, args: {} });

/** Operators of a user's two entries, the one in use first. */
function guardsOf(memory: Memory): string[] {
  return (memory.state?.guards ?? []).map(
    ({ server }) => findServer(stack.network().file, server)?.operator.id ?? '',
  );
}

describe('two hops over real servers', () => {
  test('a question comes to the ID server and back, its log proved on the way', async () => {
    const { route, memory } = await joined();
    const answered = await ask(route, root());
    expect(answered.size).toBeGreaterThan(0);
    expect(memory.state?.root?.size).toBeGreaterThan(0);
    const absent = ask(route, { server: idServer(), command: find, args: { name: 'Nobody at all' } });
    await expect(absent).rejects.toMatchObject({ name: 'CommandError', code: 'absent' });
  });

  test('every door gives everybody the same bundle', async () => {
    const bundles = await Promise.all(stack.doors.map(bundleOf));
    expect(new Set(bundles).size).toBe(1);
  });

  test('an envelope repeated at its door is refused, at another it cannot be opened', async () => {
    const carrier = addressedCarrier('127.0.0.1', true);
    const { route, memory } = await joined(carrier);
    await ask(route, root());
    const envelope = carrier.sent.at(-1) ?? new Uint8Array(0);
    const answers = new Map<string, string | undefined>();
    for (const { id, door } of stack.operators)
      if (door !== null) answers.set(id, readFailure(await carrier.post(door, envelope))?.failure);
    const [guard] = guardsOf(memory);
    for (const [id, answer] of answers) expect(answer).toBe(id === guard ? 'replayed' : 'unreadable');
    carrier.close();
  });

  test('spoilt bytes get one answer of one size at every door', async () => {
    for (const sizeClass of [0, 1, 2, 3] as const) {
      const bytes = p.random(envelopeSize(2, sizeClass));
      for (const door of stack.doors) {
        const answered = await fetch(`${door}/v1/envelope`, { method: 'POST', body: bytes.slice() });
        expect(answered.status).toBe(200);
        expect(readFailure(new Uint8Array(await answered.arrayBuffer()))).toEqual({ failure: 'unreadable' });
      }
    }
  });
});

describe('what fails', () => {
  test('an entry killed: the other carries on; restarted it opens the same bundle’s envelopes', async () => {
    const { route, memory } = await joined();
    await ask(route, root());
    const [first, second] = guardsOf(memory);
    const entry = stack.server(first ?? '', 'entry');
    await entry.kill9();
    expect((await ask(route, root())).size).toBeGreaterThan(0);
    const other = stack.server(second ?? '', 'entry');
    await other.kill9();
    await expect(ask(route, root())).rejects.toMatchObject({ name: 'UnreachableError', at: 'entry' });
    await Promise.all([entry.start(), other.start()]);
    expect((await ask(route, root())).size).toBeGreaterThan(0);
  });

  test('an exit killed is gone round', async () => {
    const { route, memory } = await joined();
    await ask(route, root());
    const dead = anonymizers.find((id) => !guardsOf(memory).includes(id)) ?? '';
    await stack.server(dead, 'exit').kill9();
    for (let i = 0; i < 8; i++) expect((await ask(route, root())).size).toBeGreaterThan(0);
    await stack.server(dead, 'exit').start();
  });

  test('an operator whose nats-server dies is gone round, and is back when it is', async () => {
    const { route, memory } = await joined();
    await ask(route, root());
    const dead = anonymizers.find((id) => !guardsOf(memory).includes(id)) ?? '';
    await stack.operator(dead).nats.kill9();
    for (let i = 0; i < 8; i++) expect((await ask(route, root())).size).toBeGreaterThan(0);
    await stack.operator(dead).nats.start();
    expect((await ask(route, root())).size).toBeGreaterThan(0);
  });

  test('with the ID server away the exits say so', async () => {
    const { route } = await joined();
    await ask(route, root());
    await stack.server('authority', 'id').kill9();
    await expect(ask(route, root())).rejects.toMatchObject({ name: 'UnreachableError', at: 'server' });
    await stack.server('authority', 'id').start();
    expect((await ask(route, root())).size).toBeGreaterThan(0);
  });
});
