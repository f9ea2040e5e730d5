import { afterEach, expect, test } from 'vitest';
import { nativePrimitives as p } from '../../../../lib/crypto/native.ts';
import { ConflictError, NoServerError } from '../../../../servers/bus/errors.ts';
import { Leases, type LeasesOptions } from '../../../../servers/content/leases.ts';
import { SHARDS } from '../../../../servers/content/names.ts';

type Told = Parameters<Parameters<LeasesOptions['bucket']['watch']>[1]>[0];

/** A bucket and subjects that several processes share, in memory. */
class Company {
  readonly values = new Map<string, { value: Uint8Array; revision: number }>();
  readonly watchers = new Set<(change: Told) => void>();
  readonly answers = new Map<string, () => Promise<Uint8Array>>();
  readonly listeners = new Set<{ subject: string; hear: (payload: Uint8Array, subject: string) => void }>();
  readonly leases: Leases[] = [];
  #revision = 0;

  /** Starts a process; `log` hears what it took and how. */
  async join(log: string[] = []): Promise<Leases> {
    const own = { answers: new Set<string>(), dead: false };
    const stoppable = (stop: () => void) => ({ stop: async () => stop() });
    const leases = new Leases({
      operator: 'north',
      random: (n) => p.random(n),
      took: (_shard, after) => void log.push(after),
      release: async () => undefined,
      failed: () => undefined,
      bus: {
        answer: async (subject, _queue, handler) => {
          this.answers.set(subject, () => handler(new Uint8Array(0)));
          own.answers.add(subject);
          return stoppable(() => this.answers.delete(subject));
        },
        request: async (subject) => {
          const answer = this.answers.get(subject);
          if (answer === undefined) throw new NoServerError('nobody');
          return answer();
        },
        publish: (subject, payload) => {
          for (const one of this.listeners) if (one.subject === subject) one.hear(payload, subject);
        },
        listen: async (subject, hear) => {
          const one = { subject, hear };
          this.listeners.add(one);
          return stoppable(() => this.listeners.delete(one));
        },
        onConnection: () => () => undefined,
      },
      bucket: {
        get: async (key) => {
          const held = this.values.get(key);
          return held === undefined ? null : { key, ...held };
        },
        put: async (key, value) => {
          if (own.dead) throw new Error('dead');
          return this.#set(key, value);
        },
        create: async (key, value) => this.#set(key, value, 0),
        update: async (key, value, revision) => this.#set(key, value, revision),
        delete: async (key) => {
          this.values.delete(key);
          this.#revision++;
          for (const tell of this.watchers) tell({ key, value: null, revision: this.#revision });
        },
        watch: async (_pattern, listener) => {
          for (const [key, one] of this.values) listener({ key, ...one });
          this.watchers.add(listener);
          return { stop: () => this.watchers.delete(listener) };
        },
      },
    });
    this.leases.push(leases);
    this.#killers.set(leases, () => {
      own.dead = true;
      for (const subject of own.answers) this.answers.delete(subject);
    });
    await leases.start();
    return leases;
  }

  readonly #killers = new Map<Leases, () => void>();

  /** Kills a process: it says nothing and nobody answers for it any more. */
  kill(leases: Leases): void {
    this.#killers.get(leases)?.();
  }

  #set(key: string, value: Uint8Array, expected?: number): number {
    const before = this.values.get(key)?.revision ?? 0;
    if (expected !== undefined && before !== expected) throw new ConflictError('another');
    const revision = ++this.#revision;
    this.values.set(key, { value, revision });
    for (const tell of this.watchers) tell({ key, value, revision });
    return revision;
  }
}

const company = new Company();
afterEach(async () => {
  for (const leases of company.leases.splice(0)) await leases.stop();
  company.values.clear();
});
const shardsOf = (leases: Leases) =>
  Array.from({ length: SHARDS }, (_, n) => n).filter((shard) => leases.owns(shard));
const all = (...leases: Leases[]) => leases.flatMap(shardsOf).sort((a, b) => a - b);
const everything = Array.from({ length: SHARDS }, (_, n) => n);

test('the first process writes everything, the next ones get their share, each shard has one writer', async () => {
  const one = await company.join();
  expect(shardsOf(one)).toEqual(everything);
  const two = await company.join();
  await expect.poll(() => all(one, two), { timeout: 5_000 }).toEqual(everything);
  await expect.poll(() => shardsOf(two).length, { timeout: 5_000 }).toBeGreaterThan(8);
  expect(all(one, two)).toEqual(everything);
});

test('who leaves gives everything away', async () => {
  const [one, two] = [await company.join(), await company.join()];
  await one.stop();
  company.leases.splice(0, 1);
  await expect.poll(() => shardsOf(two), { timeout: 5_000 }).toEqual(everything);
});

test('a writer found dead is replaced at once, and what it left is swept', async () => {
  const log: string[] = [];
  const [one, two] = [await company.join(), await company.join(log)];
  await expect.poll(() => shardsOf(two).length, { timeout: 5_000 }).toBeGreaterThan(8);
  log.length = 0;
  const lost = shardsOf(one);
  company.kill(one);
  two.suspect(lost[0] ?? 0);
  await expect.poll(() => shardsOf(two), { timeout: 1_000 }).toEqual(everything);
  expect(log.filter((after) => after === 'dead')).toHaveLength(lost.length);
});

test('processes of a last life hold nothing up', async () => {
  const old = await company.join();
  company.kill(old);
  const now = await company.join();
  expect(shardsOf(now)).toHaveLength(SHARDS);
});

test('what a process gave away and hears of before the answer it takes back when the other dies', async () => {
  const one = await company.join();
  const two = await company.join();
  await expect.poll(() => shardsOf(two).length, { timeout: 5_000 }).toBeGreaterThan(8);
  await expect.poll(() => all(one, two), { timeout: 5_000 }).toEqual(everything);
  company.kill(two);
  await expect.poll(() => shardsOf(one), { timeout: 10_000 }).toEqual(everything);
});

test('a process that forgot who writes a shard asks, and goes on', async () => {
  const one = await company.join();
  const two = await company.join();
  await expect.poll(() => all(one, two), { timeout: 5_000 }).toEqual(everything);
  const [lost = 0] = shardsOf(one);
  // as by a word that came too late
  for (const tell of company.watchers) tell({ key: `s.${lost}`, value: null, revision: 0 });
  await expect.poll(() => all(one, two), { timeout: 5_000 }).toEqual(everything);
});
