import { hash } from 'node:crypto';
import { fromUtf8, hex, utf8 } from '../../lib/bytes.ts';
import type { Bucket } from '../bus/buckets.ts';
import { ConflictError, NoServerError } from '../bus/errors.ts';
import type { Bus, Stoppable } from '../bus.ts';
import { SHARDS } from './names.ts';

/** How often a process says that it lives, and after how long without a word its shards are taken over, in ms. */
export const LEASE = { renew: 600, lapse: 2_400 };

export interface LeasesOptions {
  readonly bus: Pick<Bus, 'request' | 'answer' | 'publish' | 'listen' | 'onConnection'>;
  readonly bucket: Pick<Bucket, 'get' | 'put' | 'create' | 'update' | 'delete' | 'watch'>;
  readonly operator: string;
  readonly random: (n: number) => Uint8Array;
  /** Takes up a shard; `after`: the process that had it died. */
  took(shard: number, after: 'nobody' | 'living' | 'dead'): void;
  /** Finishes what is under way for a shard that is given away, or that another process took. */
  release(shard: number): Promise<void>;
  failed(error: unknown): void;
}

/** After so long without a word a process's value is removed, ms. */
const FORGET = 60_000;

interface Owner {
  readonly process: string;
  readonly revision: number;
}

/**
 * Which process of a company writes which shard. Every process renews one value in a bucket; a shard's value names its
 * writer. Among the living, each shard has a rendezvous (the highest hash of shard and process): who finds its writer
 * dead and is the rendezvous takes it, by compare-and-set; a living writer gives it to the rendezvous when it has finished.
 */
export class Leases {
  readonly id: string;
  readonly #options: LeasesOptions;
  readonly #seen = new Map<string, number>();
  readonly #owners = new Map<number, Owner>();
  readonly #leaving = new Set<number>();
  #running: (Stoppable | { stop(): void })[] = [];
  #timer: NodeJS.Timeout | undefined;
  #stopping = false;

  constructor(options: LeasesOptions) {
    this.#options = options;
    this.id = hex(options.random(8));
  }

  /** Begins; resolves when all shards without a living writer have one. */
  async start(): Promise<void> {
    const { bus, bucket } = this.#options;
    await bucket.put(`p.${this.id}`, Uint8Array.of(1));
    this.#seen.set(this.id, performance.now());
    this.#running = [
      await bus.answer(this.#processSubject(this.id), null, async () => utf8(this.id)),
      await bus.listen(this.#suspectSubject(), (payload) => void this.#probe(fromUtf8(payload))),
      await bucket.watch('>', ({ key, value, revision }) => this.#heard(key, value, revision)),
    ];
    const unhook = bus.onConnection((connected) => {
      // who could not be heard while nats-server was away may live
      if (connected) for (const process of this.#seen.keys()) this.#seen.set(process, performance.now());
    });
    this.#running.push({ stop: unhook });
    // those of a last life that ended badly are found out now, not when they lapse
    await Promise.all([...this.#seen.keys()].map((process) => this.#probe(process)));
    await this.#distribute();
    this.#timer = setInterval(() => void this.#beat(), LEASE.renew);
  }

  /** Whether this process writes the shard. */
  owns(shard: number): boolean {
    return this.#owners.get(shard)?.process === this.id && !this.#leaving.has(shard);
  }

  /** Nobody answers as a shard's writer: asks around whether it lives, so that it is replaced at once. */
  suspect(shard: number): void {
    const owner = this.#owners.get(shard);
    if (owner !== undefined && owner.process !== this.id)
      this.#options.bus.publish(this.#suspectSubject(), utf8(owner.process));
  }

  /** Gives all shards away, after what is under way, and leaves. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#timer);
    const { bucket, failed } = this.#options;
    const own = [...this.#owners].filter(([, owner]) => owner.process === this.id);
    await Promise.all(own.map(([shard, owner]) => this.#giveAway(shard, owner, this.#rendezvous(shard))));
    await bucket.delete(`p.${this.id}`).catch(failed);
    for (const one of this.#running) await one.stop();
  }

  #heard(key: string, value: Uint8Array | null, revision: number): void {
    const [kind, name = ''] = key.split('.');
    if (kind === 'p') {
      if (value === null) this.#seen.delete(name);
      else this.#seen.set(name, performance.now());
      if (value === null) void this.#distribute();
      return;
    }
    const shard = Number(name);
    if (value === null || value.length === 0) {
      this.#owners.delete(shard);
      return;
    }
    const before = this.#owners.get(shard)?.process;
    const process = fromUtf8(value);
    this.#owners.set(shard, { process, revision });
    if (before === this.id && process !== this.id && !this.#leaving.has(shard))
      this.#options.release(shard).catch(this.#options.failed);
    if (process === this.id && before !== this.id && !this.#taking.has(shard))
      this.#options.took(shard, before === undefined ? 'nobody' : 'living');
  }

  async #beat(): Promise<void> {
    const { bucket, failed } = this.#options;
    try {
      await bucket.put(`p.${this.id}`, Uint8Array.of(1));
      await this.#distribute();
      const long = performance.now() - FORGET;
      for (const [process, at] of this.#seen)
        if (at < long) {
          this.#seen.delete(process);
          await bucket.delete(`p.${process}`);
        }
    } catch (error) {
      failed(error);
    }
  }

  #living(): string[] {
    const since = performance.now() - LEASE.lapse;
    const others = [...this.#seen].filter(([process, at]) => process !== this.id && at > since);
    return [...others.map(([process]) => process), ...(this.#stopping ? [] : [this.id])];
  }

  #rendezvous(shard: number): string | null {
    const weigh = (process: string) => hash('sha256', `${shard} ${process}`);
    const [best] = this.#living().sort((a, b) => (weigh(a) < weigh(b) ? 1 : -1));
    return best ?? null;
  }

  readonly #taking = new Set<number>();

  /** Takes what is due to this process, gives away what is due to others. */
  async #distribute(): Promise<void> {
    if (this.#stopping) return;
    const living = this.#living();
    const shards = Array.from({ length: SHARDS }, (_, shard) => shard);
    await Promise.all(
      shards.map(async (shard) => {
        const owner = this.#owners.get(shard);
        const due = this.#rendezvous(shard);
        if (owner === undefined || !living.includes(owner.process)) {
          if (due === this.id) await this.#take(shard, owner);
        } else if (owner.process === this.id && due !== this.id) {
          await this.#giveAway(shard, owner, due);
        }
      }),
    );
  }

  async #take(shard: number, owner: Owner | undefined): Promise<void> {
    if (this.#taking.has(shard)) return;
    this.#taking.add(shard);
    const { bucket, took, failed } = this.#options;
    try {
      const key = `s.${shard}`;
      const value = utf8(this.id);
      const revision =
        owner === undefined
          ? await bucket.create(key, value)
          : await bucket.update(key, value, owner.revision);
      this.#owners.set(shard, { process: this.id, revision });
      took(shard, owner === undefined ? 'nobody' : 'dead');
    } catch (error) {
      if (error instanceof ConflictError) await this.#reread(shard).catch(failed);
      else failed(error);
    } finally {
      this.#taking.delete(shard);
    }
  }

  /** Somebody else has it, or it was given back: what is known of it here is old. */
  async #reread(shard: number): Promise<void> {
    const held = await this.#options.bucket.get(`s.${shard}`);
    if (held === null || held.revision <= (this.#owners.get(shard)?.revision ?? 0)) return;
    this.#taking.delete(shard);
    this.#heard(held.key, held.value, held.revision);
  }

  async #giveAway(shard: number, owner: Owner, to: string | null): Promise<void> {
    if (this.#leaving.has(shard)) return;
    this.#leaving.add(shard);
    const { bucket, release, took, failed } = this.#options;
    try {
      await release(shard);
      const key = `s.${shard}`;
      if (to === null) await bucket.delete(key, owner.revision);
      else await bucket.update(key, utf8(to), owner.revision);
      // who has it now, which may be this process again, is often heard before the answer
      if (this.#owners.get(shard) === owner) this.#owners.delete(shard);
    } catch (error) {
      if (!(error instanceof ConflictError)) failed(error);
    } finally {
      this.#leaving.delete(shard);
      // it could not be given away: it is written here as before
      if (!this.#stopping && this.owns(shard)) took(shard, 'living');
    }
  }

  async #probe(process: string): Promise<void> {
    if (process === this.id || !this.#seen.has(process)) return;
    try {
      await this.#options.bus.request(this.#processSubject(process), new Uint8Array(0), LEASE.lapse);
    } catch (error) {
      if (!(error instanceof NoServerError)) return;
      this.#seen.delete(process);
      await this.#distribute();
    }
  }

  #processSubject(process: string): string {
    return `c.${this.#options.operator}.process.${process}`;
  }

  #suspectSubject(): string {
    return `c.${this.#options.operator}.suspect`;
  }
}
