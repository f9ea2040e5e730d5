import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Stack } from '../../servers/stack/stack.ts';
import { startStack } from '../../servers/stack/start.ts';
import { newPerson } from './backgroundpeople.ts';
import { DoorRecorder, Driven, telling } from './backgroundworld.ts';

let stack: Stack;
let dataDir: string;
let alice: Driven;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'peerwall-doors-'));
  stack = await startStack({ dataDir, inProcess: true });
  alice = await Driven.open('Alice', stack);
});
afterAll(async () => {
  await alice?.close();
  await stack?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test('at the door no word of browser, language or extension arrives, whatever is done', async () => {
  using doors = new DoorRecorder();
  const { authority } = (await alice.ask('network.look', {
    source: { from: 'address', address: stack.doors[0] },
  })) as { authority: string };
  await alice.ask('network.join', { source: { from: 'builtin' }, authority });
  await alice.ask('identity.create', newPerson('Alice'));
  await alice.settled();
  await alice.ask('items.post', { text: 'Hello', photos: [], audience: 'friends', chosen: [], keywords: [] });
  await alice.settled();
  expect(doors.got.filter(({ method }) => method === 'GET').length).toBeGreaterThan(1);
  expect(doors.got.filter(({ method }) => method === 'POST').length).toBeGreaterThan(5);
  expect(doors.got.flatMap(telling)).toEqual([]);
});

test('a tab is told apart: the background’s own requests alone are made bare', async () => {
  using doors = new DoorRecorder();
  const tab = await alice.person.context.newPage();
  await tab.goto(new URL('/v1/bundle', stack.doors[0]).href);
  await tab.close();
  const names = doors.got.flatMap(telling).map(([name]) => name);
  expect(names).toEqual(expect.arrayContaining(['user-agent', 'accept-language']));
});

test('after the service worker was stopped its requests are as bare as before', async () => {
  await alice.stopWorker();
  using doors = new DoorRecorder();
  await alice.ask('friends.search', { name: 'Alice' });
  expect(doors.got.length).toBeGreaterThan(0);
  expect(doors.got.flatMap(telling)).toEqual([]);
});
