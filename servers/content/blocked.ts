import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import type { Bucket } from '../bus/buckets.ts';
import { keyName, type StoreKeys } from './names.ts';

/** Entry keys the ID server stopped after an upheld report; every process of a company knows them all. */
export class Blocked {
  readonly #bucket: Pick<Bucket, 'put' | 'watch'>;
  readonly #keys: StoreKeys;
  readonly #names = new Set<string>();

  constructor(bucket: Pick<Bucket, 'put' | 'watch'>, keys: StoreKeys) {
    this.#bucket = bucket;
    this.#keys = keys;
  }

  /** Resolves when all that are stopped are known. */
  async start(): Promise<{ stop(): void }> {
    return this.#bucket.watch('>', ({ key, value }) => {
      if (value === null) this.#names.delete(key);
      else this.#names.add(key);
    });
  }

  has(entryKey: Uint8Array): boolean {
    return this.#names.size > 0 && this.#names.has(keyName(p, this.#keys, entryKey));
  }

  /** Stops a key; durable, and in force here, when it resolves. */
  async add(entryKey: Uint8Array): Promise<void> {
    const name = keyName(p, this.#keys, entryKey);
    await this.#bucket.put(name, Uint8Array.of(1));
    this.#names.add(name);
  }
}
