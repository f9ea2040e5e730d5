// The client written from the document alone, on a whole network.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Stack } from '../../servers/stack/stack.ts';
import { startStack } from '../../servers/stack/start.ts';
import { Client } from '../vectors/second-client/client.ts';
import { Person } from '../vectors/second-client/person.ts';
import { Thread } from '../vectors/second-client/thread.ts';

let dataDir: string;
let stack: Stack;
let alice: Person;
let bob: Person;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'peerwall-second-'));
  stack = await startStack({ dataDir, inProcess: true });
  const networkFile: unknown = JSON.parse(await readFile(stack.networkFile, 'utf8'));
  alice = new Person(await Client.join(networkFile), 'Alice Second');
  bob = new Person(await Client.join(networkFile), 'Bob Second');
});

afterAll(async () => {
  await stack?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

describe('a client written from the document alone', () => {
  test('registers, is found by others with a proof from the log, and gets an epoch’s credentials', async () => {
    for (const person of [alice, bob]) {
      await person.register();
      await person.fetchCredentials();
    }
    const found = await alice.find(bob.account.user);
    expect(found.name).toBe('Bob Second');
    expect(found.account).toEqual(bob.account.key);
    expect(alice.tokens.length).toBeGreaterThan(0);
    expect(bob.tokens.length).toBe(alice.tokens.length);
  });

  test('writes a thread, comments, reacts, edits and removes, and proves all it reads', async () => {
    const [server] = alice.client.book.servers('content', alice.client.now());
    if (server === undefined) throw new Error('no content server');
    const written = await Thread.create(alice, server.id, 'Hello from the second client');
    const read = new Thread(bob, written.address);
    const words = (shown: Awaited<ReturnType<Thread['read']>>) =>
      shown.map(({ author, body }) => [
        author?.name,
        body?.is,
        body && 'text' in body ? body.text : undefined,
      ]);

    expect(words(await read.read())).toEqual([
      ['Alice Second', 'card', undefined],
      ['Alice Second', 'post', 'Hello from the second client'],
    ]);
    await written.read();
    const answer = await read.comment('Hello Alice');
    const seen = await written.read();
    expect(words(seen).slice(2)).toEqual([
      ['Bob Second', 'card', undefined],
      ['Bob Second', 'comment', 'Hello Alice'],
    ]);
    expect(seen[3]?.author?.user).toEqual(bob.account.user);

    await written.react(answer, 'like');
    await read.read();
    await read.edit(answer, 'Hello dear Alice');
    expect(words(await written.read()).slice(3)).toEqual([
      ['Bob Second', 'comment', 'Hello dear Alice'],
      ['Alice Second', 'reactions', undefined],
    ]);
    await read.read();
    await read.remove(answer);
    const after = await written.read();
    expect(after[3]?.body).toBeNull();
    expect(words(await new Thread(bob, written.address).read())).toEqual(words(after));
  });
});
