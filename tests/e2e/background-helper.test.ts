import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '../../lib/messages/request.ts';
import type { status } from '../../lib/messages/requests/network.ts';
import { endHelper } from '../../servers/browser/helperof.ts';
import { until } from '../../servers/browser/until.ts';
import type { Stack } from '../../servers/stack/stack.ts';
import { startStack } from '../../servers/stack/start.ts';
import { newPerson } from './backgroundpeople.ts';
import { DoorRecorder, Driven } from './backgroundworld.ts';

type Status = Answer<typeof status>;

const POST = { text: 'Hello', photos: [], audience: 'friends', chosen: [], keywords: [] };

let stack: Stack;
let dataDir: string;
let alice: Driven;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'peerwall-withhelper-'));
  stack = await startStack({ dataDir, inProcess: true });
  alice = await Driven.open('Alice', stack, null, true);
});
afterAll(async () => {
  await alice?.close();
  await stack?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const statusOf = async (): Promise<Status> => (await alice.ask('status')) as Status;
const connected = (): Promise<Status> =>
  until('the helper', async () => {
    const now = await statusOf();
    return now.helper.state === 'good' ? now : undefined;
  });

test('with a helper installed, the background finds it and everything goes through it', async () => {
  await connected();
  using doors = new DoorRecorder();
  const { authority } = (await alice.ask('network.look', { source: { from: 'builtin' } })) as {
    authority: string;
  };
  await alice.ask('network.join', { source: { from: 'builtin' }, authority });
  await alice.ask('identity.create', newPerson('Alice'));
  await alice.settled();
  expect((await statusOf()).carrier.says).toContain('through the helper');
  expect(doors.got.length).toBeGreaterThan(5);
  const names = new Set(doors.got.flatMap(({ headers }) => Object.keys(headers)));
  for (const telling of ['origin', 'user-agent', 'accept-language', 'sec-fetch-mode', 'referer', 'cookie'])
    expect(names).not.toContain(telling);
});

test('a helper that is killed leaves nothing undone, and is there again', async () => {
  await alice.ask('items.post', POST);
  await endHelper(alice.person.helperHome);
  await alice.settled();
  const items = await alice.rows<{ state: string }>('items');
  expect(items.map(({ state }) => state)).toEqual(['there']);
  await alice.ask('helper.retry');
  await connected();
});

test('the service worker is stopped: the next one finds the helper again', async () => {
  await alice.stopWorker();
  await connected();
  const [slot, ...more] = (await alice.rows<{ key: string; value: string }>('settings')).filter(
    ({ key }) => key === 'slot',
  );
  expect(more).toEqual([]);
  expect(slot?.value).toMatch(/^[0-9a-f]{32}$/);
});
