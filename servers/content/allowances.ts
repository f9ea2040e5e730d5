import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { LIMITS } from '../../lib/protocol/item.ts';
import type { Bucket } from '../bus/buckets.ts';
import type { Item } from './item.ts';
import { keyName, type StoreKeys } from './names.ts';

const DAY = 86_400_000;
/** Values outlive their epoch by two hours at least. */
export const ALLOWANCE_TTL = 26 * 3_600_000;
/** How often a number that only fell is written: a crash gives a key so many entries more at most. */
const WRITTEN = 8;

/**
 * Who paid in which item (wire 7): entries an entry key has left in an epoch. In the item's memory while it is written,
 * and in a bucket that forgets.
 */
export class Allowances {
  readonly #bucket: Pick<Bucket, 'get' | 'put'>;
  readonly #keys: StoreKeys;
  readonly #now: () => number;
  readonly #failed: (error: unknown) => void;

  constructor(
    bucket: Pick<Bucket, 'get' | 'put'>,
    keys: StoreKeys,
    now: () => number,
    failed: (error: unknown) => void,
  ) {
    this.#bucket = bucket;
    this.#keys = keys;
    this.#now = now;
    this.#failed = failed;
  }

  /** Entries the key may add to the item in this epoch; 0 where it did not pay. */
  async left(item: Item, entryKey: Uint8Array): Promise<number> {
    const name = this.#name(item, entryKey);
    const known = item.allowances.get(name);
    if (known !== undefined) return known;
    const left = (await this.#bucket.get(name))?.value[0] ?? 0;
    item.allowances.set(name, left);
    return left;
  }

  /** Sets that number. It is on its way to the bucket when this returns. */
  set(item: Item, entryKey: Uint8Array, left: number): void {
    const name = this.#name(item, entryKey);
    const before = item.allowances.get(name) ?? 0;
    item.allowances.set(name, left);
    if (left > before || left % WRITTEN === 0)
      this.#bucket.put(name, Uint8Array.of(left)).catch((error: unknown) => this.#failed(error));
  }

  /** Counts an edit; false where this key's 64 of the epoch in this item are used up. */
  edit(item: Item, entryKey: Uint8Array): boolean {
    const name = `${this.#name(item, entryKey)}.edits`;
    const left = item.allowances.get(name) ?? LIMITS.freeAfterPaid;
    if (left === 0) return false;
    item.allowances.set(name, left - 1);
    return true;
  }

  #name(item: Item, entryKey: Uint8Array): string {
    const epoch = Math.floor(this.#now() / DAY);
    return `${item.place.name}.${keyName(p, this.#keys, entryKey)}.${epoch}`;
  }
}
