// The client written from the document alone, on a whole network.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Stack } from '../../servers/stack/stack.ts';
import { startStack } from '../../servers/stack/start.ts';
import { Client, ServerError } from '../vectors/second-client/client.ts';
import { StrangersMailbox, writeToStranger } from '../vectors/second-client/mailbox.ts';
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

function contentServer(n: number): Uint8Array {
  const server = alice.client.book.servers('content', alice.client.now())[n];
  if (server === undefined) throw new Error('no content server');
  return server.id;
}

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
    const written = await Thread.create(alice, contentServer(0), 'Hello from the second client');
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

  test('keeps a long text in chunks, re-keys, goes on with the new key and deletes', async () => {
    const written = await Thread.create(alice, contentServer(1), 'Something long follows');
    await written.read();
    const long = 'All the words of it. '.repeat(15_000);
    const id = await written.comment('All the words', long);
    const read = new Thread(bob, written.address);
    const shown = (await read.read()).find((one) => Buffer.compare(one.id, id) === 0);
    if (shown === undefined) throw new Error('no comment');
    expect(await read.long(shown)).toBe(long);

    const address = await written.rekey();
    await written.read();
    await written.comment('Under the new key');
    await expect(read.read()).rejects.toThrow('does not open');
    read.take(address);
    expect((await read.read()).at(-1)?.body).toMatchObject({ text: 'Under the new key' });
    await read.comment('Seen');

    await written.delete();
    await expect(read.read()).rejects.toThrow(ServerError);
    expect(await read.isDeleted()).toBe(true);
  });

  test('asks a stranger to be a Friend, by a letter that only the stranger’s device opens', async () => {
    const mailbox = await StrangersMailbox.create(bob, contentServer(0), 6);
    await bob.update({ mailbox: { server: mailbox.server, drop: mailbox.drop } });
    const card = await alice.find(bob.account.user);
    const { card: own } = await alice.listing(alice.account.user);
    await writeToStranger(alice, card, 6, [{ is: 'request', card: own, text: 'It is me' }]);
    const letters = await mailbox.take();
    expect(letters.map(({ from, events }) => [from, events[0]])).toEqual([
      [alice.account.user, { is: 'request', card: own, text: 'It is me' }],
    ]);
    expect(await mailbox.take()).toEqual([]);
  });

  test('with a clock twenty minutes wrong it is told the time and goes on', async () => {
    const file: unknown = JSON.parse(await readFile(stack.networkFile, 'utf8'));
    const wrong = (new Date().getUTCHours() < 12 ? 20 : -20) * 60_000;
    const carol = new Person(await Client.join(file, () => Date.now() + wrong), 'Carol Second');
    expect((await carol.find(bob.account.user)).name).toBe('Bob Second');
    expect(Math.abs(carol.client.now() - Date.now())).toBeLessThan(120_000);
  });
});
