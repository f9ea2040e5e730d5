import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Stack } from '../../servers/stack/stack.ts';
import { startStack } from '../../servers/stack/start.ts';
import { newPerson } from './backgroundpeople.ts';
import { Driven } from './backgroundworld.ts';

const CHOSEN = { mark: { colour: 'blue', picture: 'moon', phrase: 'Monday' }, delivery: 'never' };

let stack: Stack;
let dataDir: string;
let before: Driven;
let after: Driven;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'peerwall-restored-'));
  stack = await startStack({ dataDir, inProcess: true });
  before = await Driven.open('Alice', stack);
  after = await Driven.open('Alice', stack);
});
afterAll(async () => {
  await before?.close();
  await after?.close();
  await stack?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test('the recovery phrase brings the identity back on an empty profile, and nothing else does', async () => {
  const { authority } = (await before.ask('network.look', { source: { from: 'builtin' } })) as {
    authority: string;
  };
  for (const one of [before, after])
    await one.ask('network.join', { source: { from: 'builtin' }, authority });
  const { phrase } = (await before.ask('identity.create', newPerson('Alice'))) as { phrase: string };
  await before.settled();
  const restore = (one: Driven, words: string) => one.ask('identity.restore', { phrase: words, ...CHOSEN });

  await expect(restore(after, 'no such words')).rejects.toThrow('not-a-phrase');
  await expect(restore(after, phrase.split(' ').toReversed().join(' '))).rejects.toThrow('not-a-phrase');
  await expect(restore(before, phrase)).rejects.toThrow('conflict');
  expect(await after.rows('profile')).toEqual([]);

  expect(await restore(after, phrase)).toMatchObject({ unasked: [] });
  const [profile] = await after.rows<{ name: string }>('profile');
  expect(profile?.name).toBe('Alice');
  await after.settled();
  const settings = await after.rows<{ key: string; value: unknown }>('settings');
  expect(settings).toContainEqual({ key: 'mark', value: CHOSEN.mark });
  expect(settings).toContainEqual({ key: 'delivery', value: 'never' });
  const [old, fresh] = await Promise.all([before, after].map(slotOf));
  expect(fresh).toMatch(/^[0-9a-f]{32}$/);
  expect(fresh).not.toBe(old);
});

async function slotOf(one: Driven): Promise<string | undefined> {
  const settings = await one.rows<{ key: string; value: string }>('settings');
  return settings.find(({ key }) => key === 'slot')?.value;
}
