import type { Item } from './item.ts';
import type { StoreKeys } from './names.ts';
import type { Store } from './store.ts';

/** What writers need beside the item itself. */
export interface Rules {
  readonly keys: StoreKeys;
  readonly store: Store;
  /** Milliseconds since 1970. */
  now(): number;
  /** Whether the ID server stopped this entry key. */
  isBlocked(entryKey: Uint8Array): boolean;
  /** Bits of work a letter to strangers needs under load, by the network file. */
  strangerBits(): number;
  /** How many entries this key may still add to the item in this epoch; 0 where it did not pay. */
  allowance(item: Item, entryKey: Uint8Array): Promise<number>;
  /** Sets that number. */
  setAllowance(item: Item, entryKey: Uint8Array, left: number): void;
  /** Counts one edit of this key in the item and epoch; false where its 64 are used up. */
  countEdit(item: Item, entryKey: Uint8Array): boolean;
}
