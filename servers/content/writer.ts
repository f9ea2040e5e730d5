import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { signTagged } from '../../lib/crypto/tagged.ts';
import { encode } from '../../lib/protocol/codec.ts';
import { CommandError } from '../../lib/protocol/errors.ts';
import { ConflictError, StoreFullError } from '../bus/errors.ts';
import { fitHead, type Head, isTomb, writeTomb } from './head.ts';
import { Item } from './item.ts';
import type { Place } from './names.ts';
import type { Outcome } from './outcome.ts';
import { PageCache } from './pages.ts';
import type { Rules } from './rules.ts';
import type { Kept } from './store.ts';
import { type BoundWrite, type Done, type Facts, PaymentNeeded } from './write.ts';

/** Most deeds in one put, and how long the first of them waits for more where an item is busy, in ms. */
export const FOLD = { most: 64, wait: 2 };
/** An item is busy where its last put was so many ms ago at most. */
const BUSY = 50;
const TRIES = 4;
/** All pages and chunks of an item. */
const EVERYTHING = ['p.>', 'c.>'];
/** Items kept in memory. */
const MOST = 512;

export interface WriterOptions {
  readonly rules: Rules;
  readonly serverKey: Uint8Array;
  readonly serverId: Uint8Array;
  /** Whether this process writes the shard at this moment. */
  owns(shard: number): boolean;
  /** An item has a new head. */
  news(place: Place, kept: Kept): void;
  /** A put went through, with so many deeds folded into it. */
  folded(deeds: number): void;
  /** Something failed that is nobody's fault who asked. */
  failed(error: unknown): void;
}

interface Job {
  readonly write: BoundWrite;
  readonly facts: Facts;
  readonly answer: (outcome: Outcome) => void;
}

/** One item's turn: what waits for it, and the item where it is in memory. */
interface Desk {
  readonly place: Place;
  waiting: (Job | { exclusive: (item: Item) => Promise<void>; done: () => void })[];
  item: Item | null;
  running: Promise<void> | null;
  putAt: number;
}

/**
 * Writes items, each by one hand: what waits for an item is applied in order and put at once, by compare-and-set over the
 * head this process saw last. So a second writer (a lease that lapsed too early) makes nothing wrong, only slow.
 */
export class Writer {
  readonly #options: WriterOptions;
  readonly #desks = new Map<string, Desk>();
  readonly #cache = new PageCache();

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  /** Does a write whose signatures were checked. Never throws. */
  submit(place: Place, write: BoundWrite, facts: Facts): Promise<Outcome> {
    if (!this.#options.owns(place.shard)) return Promise.resolve('elsewhere');
    return new Promise((answer) => {
      const desk = this.#deskOf(place);
      desk.waiting.push({ write, facts, answer });
      desk.running ??= this.#run(desk);
    });
  }

  /** Does something with an item while nothing else happens to it (sweeping). */
  exclusively(place: Place, exclusive: (item: Item) => Promise<void>): Promise<void> {
    return new Promise((done) => {
      const desk = this.#deskOf(place);
      desk.waiting.push({ exclusive, done });
      desk.running ??= this.#run(desk);
    });
  }

  /** Resolves when nothing is under way for the shard; forgets its items. */
  async release(shard: number): Promise<void> {
    for (const [name, desk] of this.#desks) {
      if (desk.place.shard !== shard) continue;
      await desk.running;
      this.#desks.delete(name);
    }
  }

  #deskOf(place: Place): Desk {
    const known = this.#desks.get(place.name);
    const desk = known ?? { place, waiting: [], item: null, running: null, putAt: 0 };
    this.#desks.delete(place.name);
    this.#desks.set(place.name, desk);
    if (known === undefined) this.#forgetIdle();
    return desk;
  }

  #forgetIdle(): void {
    for (const [name, desk] of this.#desks) {
      if (this.#desks.size <= MOST) return;
      if (desk.running === null) this.#desks.delete(name);
    }
  }

  async #run(desk: Desk): Promise<void> {
    while (desk.waiting.length > 0) {
      if (desk.waiting.length < FOLD.most && performance.now() - desk.putAt < BUSY)
        await new Promise((resolve) => setTimeout(resolve, FOLD.wait));
      const batch = desk.waiting.splice(0, FOLD.most);
      const jobs = batch.filter((one) => 'write' in one);
      if (jobs.length > 0) await this.#fold(desk, jobs);
      for (const one of batch) if ('exclusive' in one) await this.#alone(desk, one);
    }
    desk.running = null;
  }

  async #alone(
    desk: Desk,
    one: { exclusive: (item: Item) => Promise<void>; done: () => void },
  ): Promise<void> {
    try {
      desk.item ??= await this.#load(desk.place);
      await one.exclusive(desk.item);
    } catch (error) {
      desk.item = null;
      this.#options.failed(error);
    }
    one.done();
  }

  async #fold(desk: Desk, jobs: Job[]): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        const remembered = desk.item !== null;
        desk.item ??= await this.#load(desk.place);
        const item = desk.item;
        const said: (Outcome | Done)[] = [];
        for (const job of jobs) said.push(await this.#apply(item, job));
        const deeds = said.filter((one) => typeof one === 'object' && 'at' in one).length;
        if (item.dirty) await this.#put(desk, item, deeds);
        else if (remembered && said.some(isError)) await this.#mustBeNewest(item);
        jobs.forEach((job, i) => {
          job.answer(outcomeOf(item, said[i] ?? 'elsewhere'));
        });
        await this.#purge(desk.place, item);
        return;
      } catch (error) {
        desk.item = null;
        if (error instanceof ConflictError && tries < TRIES) continue;
        this.#options.failed(error);
        const detail = error instanceof StoreFullError ? 'the store is full' : undefined;
        for (const job of jobs) job.answer({ error: 'unavailable', detail });
        return;
      }
    }
  }

  /** Refusals are not proved by a put: before one is said, the head must be the newest. ConflictError where it is not. */
  async #mustBeNewest(item: Item): Promise<void> {
    const kept = await this.#options.rules.store.head(item.place, 'leader');
    if ((kept?.seq ?? 0) !== item.seq) throw new ConflictError('another writer put a head');
  }

  /** Readers are told of what is loaded: a put whose answer was lost, or whose writer died, was told to nobody. */
  async #load(place: Place): Promise<Item> {
    const { store } = this.#options.rules;
    const kept = await store.head(place, 'leader');
    if (kept !== null) this.#options.news(place, kept);
    return new Item(place, kept, store, this.#cache);
  }

  async #apply(item: Item, job: Job): Promise<Outcome | Done> {
    try {
      return await job.write.apply(item, job.facts, this.#options.rules);
    } catch (error) {
      if (error instanceof CommandError) return { error: error.code, detail: error.detail };
      if (error instanceof PaymentNeeded) return 'pay';
      throw error;
    }
  }

  /** Pages first, then the head that names them: after a crash between them nothing leads to the pages. */
  async #put(desk: Desk, item: Item, deeds: number): Promise<void> {
    const { rules, news, folded } = this.#options;
    const { head } = item;
    if (head === null) return;
    const value = isTomb(head) ? writeTomb(head) : this.#finish(item, head);
    const pages = [...item.fresh.values()];
    await Promise.all(pages.map(({ name, page }) => rules.store.putPage(item.place, name, page)));
    item.seq = await this.#putHead(item, value);
    item.stored();
    item.dirty = false;
    desk.putAt = performance.now();
    news(item.place, { value, seq: item.seq });
    folded(deeds);
  }

  /** A deletion makes its own room where the store is full: its owner signed that everything goes. */
  async #putHead(item: Item, value: Uint8Array): Promise<number> {
    const { store } = this.#options.rules;
    try {
      return await store.putHead(item.place, value, item.seq);
    } catch (error) {
      if (!(error instanceof StoreFullError) || item.head === null || !isTomb(item.head)) throw error;
      for (const suffix of EVERYTHING) await store.purge(item.place, suffix);
      return store.putHead(item.place, value, item.seq);
    }
  }

  #finish(item: Item, head: Head): Uint8Array {
    const { serverKey, serverId } = this.#options;
    const { rev, root } = head.standing;
    head.standing = { rev, root, sig: signTagged(p, serverKey, 'standing', serverId, head.drop, rev, root) };
    return fitHead(p, head, item);
  }

  /** Frees what the head that was put names no more; what fails stays on its list. */
  async #purge(place: Place, item: Item): Promise<void> {
    const { head } = item;
    if (head === null) return;
    const suffixes = isTomb(head) ? (item.purged ? [] : EVERYTHING) : head.garbage;
    try {
      for (const suffix of suffixes) await this.#options.rules.store.purge(place, suffix);
      if (isTomb(head)) item.purged = true;
      else head.garbage = [];
    } catch (error) {
      this.#options.failed(error);
    }
  }
}

function isError(said: Outcome | Done): boolean {
  return typeof said === 'object' && 'error' in said;
}

function outcomeOf(item: Item, said: Outcome | Done): Outcome {
  if (typeof said === 'string' || !('at' in said)) return said;
  const { head } = item;
  if (said.at === null || head === null || isTomb(head)) return { result: encode({}) };
  return { result: encode({ at: said.at, standing: head.standing }) };
}
