import type { KV, KvEntry, QueuedIterator } from 'nats';
import { type Link, plain } from './link.ts';

/** A watched change: the new value, or null where the key was deleted (expiry by `ttlMs` is not told). */
export interface Change {
  key: string;
  value: Uint8Array | null;
  revision: number;
}

const AGAIN_MS = 200;

/** See Bucket.watch. */
export async function watchBucket(
  link: Link,
  kv: KV,
  pattern: string,
  listener: (change: Change) => void,
): Promise<{ stop(): void }> {
  const watcher = new Watcher(kv, pattern, listener);
  await watcher.begin();
  // nats.js finds a consumer that went with its nats-server after two missed heartbeats, ten seconds: too late
  const unhook = link.onConnection((connected) => {
    if (connected) void watcher.resume();
  });
  return {
    stop: () => {
      unhook();
      watcher.stop();
    },
  };
}

class Watcher {
  readonly #kv: KV;
  readonly #pattern: string;
  readonly #listener: (change: Change) => void;
  #changes: QueuedIterator<KvEntry> | null = null;
  #revision = 0;
  #stopped = false;

  constructor(kv: KV, pattern: string, listener: (change: Change) => void) {
    this.#kv = kv;
    this.#pattern = pattern;
    this.#listener = listener;
  }

  /** Resolves when what is there was told. */
  async begin(): Promise<void> {
    const told = Promise.withResolvers<void>();
    const from = this.#revision === 0 ? {} : { resumeFromRevision: this.#revision + 1 };
    const changes = await this.#kv.watch({ key: this.#pattern, initializedFn: told.resolve, ...from });
    this.#changes?.stop();
    this.#changes = changes;
    void this.#follow(changes).finally(told.resolve);
    await told.promise;
    if (this.#stopped) changes.stop();
  }

  /** Begins again behind what was told; tries until JetStream is back. */
  async resume(): Promise<void> {
    while (!this.#stopped) {
      try {
        return await this.begin();
      } catch {
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#changes?.stop();
  }

  async #follow(changes: QueuedIterator<KvEntry>): Promise<void> {
    for await (const entry of changes) {
      // the old and the new consumer may both tell one
      if (this.#stopped || entry.revision <= this.#revision) continue;
      this.#revision = entry.revision;
      const value = entry.operation === 'PUT' ? plain(entry.value) : null;
      this.#listener({ key: entry.key, value, revision: entry.revision });
    }
  }
}
