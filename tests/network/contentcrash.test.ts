import { afterEach, expect, test } from 'vitest';
import { same } from '../../lib/bytes.ts';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { append, create, erase, read } from '../../lib/protocol/commands/content.ts';
import type { StoredEntry } from '../../lib/protocol/item.ts';
import { NOW, TestAuthor, TestItem } from '../unit/servers/content/people.ts';
import { endProcess } from './contentprocess.ts';
import { ContentWorld } from './contentworld.ts';

let world: ContentWorld;
afterEach(() => world.close());

/** People who write until told to stop, and retry what was not answered as a client's outbox does. */
class Writers {
  readonly done: { sealed: Uint8Array; at: number }[] = [];
  readonly item = new TestItem();
  failures = 0;
  #writing = true;
  #all: Promise<unknown> = Promise.resolve();

  async start(count: number): Promise<void> {
    await this.#insist(() => world.ask(create, this.item.creation()));
    this.#all = Promise.all(Array.from({ length: count }, () => this.#write(new TestAuthor())));
  }

  async until(deeds: number): Promise<void> {
    await expect.poll(() => this.done.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(deeds);
  }

  async stop(): Promise<void> {
    this.#writing = false;
    await this.#all;
  }

  async #write(author: TestAuthor): Promise<void> {
    while (this.#writing) {
      const entry = author.entry(this.item);
      const args = this.item.appending([entry]);
      const { at } = await this.#insist(() => world.ask(append, args, 0, 4_000));
      this.done.push({ sealed: entry.sealed, at });
    }
  }

  async #insist<T>(asking: () => Promise<T>): Promise<T> {
    for (let tries = 0; ; tries++) {
      try {
        return await asking();
      } catch (error) {
        if (tries > 100) throw error;
        this.failures++;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  /** Everything acknowledged is there once, at the revision that was told, and nothing else is. */
  async check(): Promise<void> {
    const all: StoredEntry[] = [];
    for (let before: number | undefined = NOW; before !== undefined; ) {
      const page: { entries: StoredEntry[]; before?: number | undefined; standing: { rev: number } } =
        await this.#insist(() =>
          world.ask(read, { id: this.item.id, least: this.done.length + 1, before }, 262_000),
        );
      expect(page.standing.rev).toBe(this.done.length + 1);
      all.push(...page.entries);
      before = page.before;
    }
    expect(all).toHaveLength(this.done.length);
    for (const { sealed, at } of this.done)
      expect(all.filter((one) => one.at === at && same(one.sealed, sealed))).toHaveLength(1);
  }
}

test('kill -9 of the writing process in the middle of writes loses nothing and doubles nothing', async () => {
  world = await ContentWorld.open(0);
  const children = [await world.fork(), await world.fork(), await world.fork()];
  const writers = new Writers();
  await writers.start(8);
  await writers.until(40);
  for (const child of children.slice(0, 2)) {
    await endProcess(child, 'SIGKILL');
    await writers.until(writers.done.length + 60);
  }
  await world.fork();
  await writers.until(writers.done.length + 60);
  await writers.stop();
  await writers.check();
});

test('nats-server killed and started again: unavailable meanwhile, then as before', async () => {
  world = await ContentWorld.open(2);
  const writers = new Writers();
  await writers.start(6);
  await writers.until(40);
  await world.nats().kill9();
  const before = writers.done.length;
  await world.nats().start();
  await writers.until(before + 60);
  await writers.stop();
  await writers.check();
  expect(writers.failures).toBeGreaterThan(0);
});

test('a store without room says unavailable and changes nothing; what is there is read, and deleting makes room', async () => {
  world = await ContentWorld.open(1, { maxStreamBytes: 60_000 });
  const item = new TestItem();
  await world.ask(create, item.creation());
  const author = new TestAuthor();
  let done = 0;
  let error: unknown = null;
  for (let n = 0; n < 20 && error === null; n++) {
    const adding = world.ask(append, item.appending([author.entry(item, { sealed: p.random(8192) })]));
    await adding.then(
      () => done++,
      (why: unknown) => {
        error = why;
      },
    );
  }
  expect(error).toMatchObject({ name: 'CommandError', code: 'unavailable' });
  expect(done).toBeGreaterThan(0);
  const shown = await world.ask(read, { id: item.id }, 262_000);
  expect(shown.standing.rev).toBe(done + 1);
  expect(shown.entries).toHaveLength(done);
  await world.ask(erase, item.deleting());
  await expect(world.ask(read, { id: item.id, least: 1 })).rejects.toMatchObject({ code: 'deleted' });
});
