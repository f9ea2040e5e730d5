import { hash } from 'node:crypto';
import { concat } from '../../lib/bytes.ts';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { readRecord } from '../../lib/crypto/record.ts';
import { advance, type Deed } from '../../lib/crypto/standing.ts';
import { CommandError } from '../../lib/protocol/errors.ts';
import type { OwnersRecord, StoredEntry } from '../../lib/protocol/item.ts';
import { pushDeed } from './deedlog.ts';
import { type Head, isTomb, readHead, type Tomb } from './head.ts';
import { type Found, findSlot, putSlot } from './lane.ts';
import { chunkSuffix, type Place, pageSuffix } from './names.ts';
import type { PageCache } from './pages.ts';
import { Recall } from './recall.ts';
import { nameOf, type Slot, slotOf } from './slot.ts';
import type { Store } from './store.ts';
import type { PageSink } from './tree.ts';

/** Bytes of append keys' hashes the head takes: 16 of them, what a set is filled up to at least. */
const INLINE = 512;

/** Whether a head's `keys` is the name of a page, and not the hashes themselves. */
export function isPageName(keys: Uint8Array): boolean {
  return keys.length === 16;
}

/** An entry found in one of an item's lanes. */
export interface Stood extends Found {
  readonly lane: 0 | 1;
}

/** An item that is there. */
export interface Living {
  readonly head: Head;
  readonly record: OwnersRecord;
}

/**
 * An item in the hands of its shard's writer. Commands change it in memory, one after the other; then it is put as a whole.
 * A command that throws CommandError has changed nothing. After a put that failed it is thrown away and loaded anew.
 */
export class Item implements PageSink {
  readonly place: Place;
  readonly #store: Pick<Store, 'page'>;
  readonly #cache: PageCache;
  /** Pages made since the last put. */
  readonly fresh = new Map<string, { name: Uint8Array; page: Uint8Array }>();
  /** Entries left that an entry key paid for, by `epoch key name`. */
  readonly allowances = new Map<string, number>();
  /** Number of the head in its stream; 0: there is none. */
  seq: number;
  /** Whether there is something to put. */
  dirty = false;
  /** Whether a deleted item's space was freed by this process. */
  purged = false;
  #head: Head | Tomb | null;
  #record: OwnersRecord | null = null;
  #keys: Set<string> | null = null;
  #recall: Recall | null = null;

  constructor(
    place: Place,
    kept: { value: Uint8Array; seq: number } | null,
    store: Pick<Store, 'page'>,
    cache: PageCache,
  ) {
    this.place = place;
    this.#store = store;
    this.#cache = cache;
    this.seq = kept?.seq ?? 0;
    this.#head = kept && readHead(kept.value);
  }

  /** The head or tomb; null where nobody made the item yet. */
  get head(): Head | Tomb | null {
    return this.#head;
  }

  /** Head and record; CommandError `absent` or `deleted` where there is none. */
  living(): Living {
    if (this.#head === null) throw new CommandError('absent');
    if (isTomb(this.#head)) throw new CommandError('deleted');
    this.#record ??= readRecord(this.#head.record);
    return { head: this.#head, record: this.#record };
  }

  /** Puts a first head, or a tomb, in place. */
  begin(head: Head | Tomb): void {
    this.#head = head;
    this.#record = null;
    this.#recall = null;
    this.#keys = null;
    this.dirty = true;
  }

  /** The record in the head was changed. */
  recordChanged(): void {
    this.#record = null;
  }

  /** Accepts a deed: the item's next revision. */
  accept(deed: Deed): number {
    const { head } = this.living();
    const recall = this.#recalled();
    const pair = advance(p, head.standing, deed);
    pushDeed(head.deeds, deed);
    recall.keepDeed(deed.deed, pair.rev);
    head.standing = { ...pair, sig: head.standing.sig };
    this.dirty = true;
    return pair.rev;
  }

  /** Puts an accepted entry at the end of a lane. */
  add(lane: 0 | 1, id: Uint8Array, entry: StoredEntry): void {
    const { head } = this.living();
    const recall = this.#recalled();
    head.lanes[lane].slots.push(slotOf(id, entry));
    recall.keep(id, entry.at);
    head.used += entry.sealed.length;
  }

  /** The entry of an id that came at a revision; null where there is none. */
  async find(id: Uint8Array, at: number): Promise<Stood | null> {
    const { head } = this.living();
    for (const lane of [0, 1] as const) {
      const found = await findSlot(head.lanes[lane], this, id, at);
      if (found !== null) return { ...found, lane };
    }
    return null;
  }

  /** Puts another state in the place of a found entry, or takes it out (null); counts what it frees. */
  async set(found: Stood, next: Slot | null): Promise<void> {
    const { head } = this.living();
    await putSlot(head.lanes[found.lane], this, found, next);
    head.used += (next?.size ?? 0) - found.slot.size;
    if (next === null) this.#recalled().forget(found.slot.id);
    this.dirty = true;
  }

  /** The chunks of an entry's revision are to be purged. */
  dropChunks(id: Uint8Array, rev: number): void {
    this.living().head.garbage.push(chunkSuffix(id, rev));
  }

  /** Revision of a deed accepted after `since`, or null. */
  async revisionOf(deed: Deed, since: number): Promise<number | null> {
    return this.#recalled().deed(this.living().head, this, deed.deed, since);
  }

  /** Revision at which an entry that is still there came after `since`, or null. */
  async cameAt(id: Uint8Array, since: number): Promise<number | null> {
    return this.#recalled().entry(this.living().head, this, id, since);
  }

  /** Whether this hash is one of the append keys. */
  async hasAppendKey(hashed: Uint8Array): Promise<boolean> {
    this.#keys ??= await this.#loadKeys();
    return this.#keys.has(nameOf(hashed));
  }

  /** Replaces the append keys' hashes: a thread's few stand in the head, more in a value of their own. */
  setAppendKeys(hashes: Uint8Array[]): void {
    const { head } = this.living();
    const before = head.keys;
    head.keys = concat(...hashes);
    if (head.keys.length > INLINE) head.keys = this.save(head.keys);
    if (isPageName(before) && nameOf(before) !== nameOf(head.keys)) this.drop(before);
    this.#keys = new Set(hashes.map(nameOf));
    this.dirty = true;
  }

  async load(name: Uint8Array): Promise<Uint8Array> {
    const known = this.fresh.get(nameOf(name))?.page ?? this.#cache.get(this.place.name, name);
    if (known !== undefined) return known;
    const page = await this.#store.page(this.place, name);
    this.#cache.set(this.place.name, name, page);
    return page;
  }

  save(page: Uint8Array): Uint8Array {
    const name = Uint8Array.from(hash('sha256', page, 'buffer').subarray(0, 16));
    this.fresh.set(nameOf(name), { name, page });
    if (this.#head !== null && !isTomb(this.#head)) {
      const suffix = pageSuffix(name);
      this.#head.garbage = this.#head.garbage.filter((one) => one !== suffix);
    }
    return name;
  }

  drop(name: Uint8Array): void {
    if (!this.fresh.delete(nameOf(name))) this.living().head.garbage.push(pageSuffix(name));
  }

  /** The pages made since the last put are in the store. */
  stored(): void {
    for (const { name, page } of this.fresh.values()) this.#cache.set(this.place.name, name, page);
    this.fresh.clear();
  }

  #recalled(): Recall {
    this.#recall ??= new Recall(this.living().head);
    return this.#recall;
  }

  async #loadKeys(): Promise<Set<string>> {
    const { keys } = this.living().head;
    const page = isPageName(keys) ? await this.load(keys) : keys;
    return new Set(
      Array.from({ length: page.length / 32 }, (_, i) => nameOf(page.subarray(i * 32, (i + 1) * 32))),
    );
  }
}
