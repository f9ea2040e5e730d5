import { type KV, NatsError, StorageType } from 'nats';
import { ConflictError, StoreError, StoreFullError } from './errors.ts';
import { type Link, plain, toBusError } from './link.ts';
import { opening } from './opening.ts';
import { type Change, watchBucket } from './watch.ts';

export interface BucketOptions {
  /** Values go this long after their last write, in ms of nats-server's clock. */
  ttlMs?: number;
  /** Default file. Memory is lost with nats-server. */
  storage?: 'file' | 'memory';
  replicas?: number;
}

/** A value with its revision (rises over the whole bucket with every write). */
export interface Value {
  key: string;
  value: Uint8Array;
  revision: number;
}

/** Key-value bucket. Keys: `[-/_=.a-zA-Z0-9]+`. Reads are from the leader: never older than an acknowledged write. */
export interface Bucket {
  get(key: string): Promise<Value | null>;
  /** Writes whatever is there; the new revision. */
  put(key: string, value: Uint8Array): Promise<number>;
  /** Writes where there is no value; ConflictError where there is one. */
  create(key: string, value: Uint8Array): Promise<number>;
  /** Writes where the value has this revision; ConflictError where not. */
  update(key: string, value: Uint8Array, revision: number): Promise<number>;
  /** Deletes and tells watchers (a small mark stays until it expires); with a revision only that one, else ConflictError. */
  delete(key: string, revision?: number): Promise<void>;
  /** Overwrites the value on disk and forgets the key, without a mark and without telling; false where there was none. */
  erase(key: string): Promise<boolean>;
  /** Keys that have a value; the pattern may have wildcards (`*`, `>`). */
  keys(pattern?: string): Promise<string[]>;
  /** Tells what is there and then every change, in order, over reconnections too. Resolves when what was there is told. */
  watch(pattern: string, listener: (change: Change) => void): Promise<{ stop(): void }>;
}

/** Opens or makes the bucket. */
export async function openBucket(link: Link, name: string, options: BucketOptions): Promise<Bucket> {
  const make = (timeout: number): Promise<KV> =>
    link.nc.jetstream({ timeout }).views.kv(name, {
      history: 1,
      storage: options.storage === 'memory' ? StorageType.Memory : StorageType.File,
      replicas: options.replicas ?? 1,
      allow_direct: false,
      ...(options.ttlMs === undefined ? {} : { ttl: options.ttlMs }),
    });
  const kv = await opening(() => guarded(() => link.ask(make, 5_000)));
  return new KvBucket(link, name, kv);
}

class KvBucket implements Bucket {
  readonly #link: Link;
  readonly #name: string;
  readonly #kv: KV;

  constructor(link: Link, name: string, kv: KV) {
    this.#link = link;
    this.#name = name;
    this.#kv = kv;
  }

  async get(key: string): Promise<Value | null> {
    const entry = await this.#ask(() => this.#kv.get(key));
    if (entry === null || entry.operation !== 'PUT') return null;
    return { key, value: plain(entry.value), revision: entry.revision };
  }

  put(key: string, value: Uint8Array): Promise<number> {
    return this.#ask(() => this.#kv.put(key, value));
  }

  create(key: string, value: Uint8Array): Promise<number> {
    return this.#ask(() => this.#kv.create(key, value));
  }

  update(key: string, value: Uint8Array, revision: number): Promise<number> {
    return this.#ask(async () => this.#kv.update(key, value, revision));
  }

  delete(key: string, revision?: number): Promise<void> {
    return this.#ask(() => this.#kv.delete(key, revision === undefined ? {} : { previousSeq: revision }));
  }

  async erase(key: string): Promise<boolean> {
    const entry = await this.#ask(() => this.#kv.get(key));
    if (entry === null) return false;
    const manager = await this.#link.nc.jetstreamManager();
    return this.#ask(() => manager.streams.deleteMessage(`KV_${this.#name}`, entry.revision, true));
  }

  async keys(pattern = '>'): Promise<string[]> {
    const found: string[] = [];
    for await (const key of await this.#ask(() => this.#kv.keys(pattern))) found.push(key);
    return found;
  }

  async watch(pattern: string, listener: (change: Change) => void): Promise<{ stop(): void }> {
    return this.#ask(() => watchBucket(this.#link, this.#kv, pattern, listener));
  }

  #ask<T>(call: () => Promise<T>): Promise<T> {
    return guarded(() => this.#link.ask(call, 5_000));
  }
}

async function guarded<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof NatsError) {
      const code = error.api_error?.err_code;
      if (code === 10071) throw new ConflictError('the key has another value');
      if (code !== undefined && [10002, 10023, 10028, 10047, 10077].includes(code))
        throw new StoreFullError(error.message);
      if (code !== undefined) throw new StoreError(code, error.message);
    }
    throw toBusError(error);
  }
}
