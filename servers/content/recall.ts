import { pagesFrom } from './deedlog.ts';
import type { Head } from './head.ts';
import { slotsOf } from './lane.ts';
import { nameOf } from './slot.ts';
import { leaves, type PageSource } from './tree.ts';

/**
 * What an item has already accepted, so that a deed told twice is done once. A deed names the revision its author had
 * seen, and is sought from there on only: as a rule in the head, which is here from the beginning.
 */
export class Recall {
  readonly #entries = new Map<string, number>();
  readonly #deeds = new Map<string, number>();
  /** Everything later than these revisions is in the maps. */
  #entriesFrom: number;
  #deedsFrom: number;

  constructor(head: Head) {
    for (const lane of head.lanes) for (const slot of lane.slots) this.keep(slot.id, slot.at);
    this.#entriesFrom = Math.max(...head.lanes.map((lane) => lane.tree.at(-1)?.last ?? 0));
    head.deeds.recent.forEach((deed, i) => {
      this.keepDeed(deed.subarray(1), head.deeds.base.rev + 1 + i);
    });
    this.#deedsFrom = head.deeds.base.rev;
  }

  /** An entry came at a revision. */
  keep(id: Uint8Array, at: number): void {
    this.#entries.set(nameOf(id), at);
  }

  /** An entry is there no more, without a tombstone. */
  forget(id: Uint8Array): void {
    this.#entries.delete(nameOf(id));
  }

  /** A deed (32 bytes) was accepted at a revision. */
  keepDeed(deed: Uint8Array, rev: number): void {
    const name = nameOf(deed);
    if (!this.#deeds.has(name)) this.#deeds.set(name, rev);
  }

  /** When the entry came, if it did after revision `since`; null where it did not. */
  async entry(head: Head, source: PageSource, id: Uint8Array, since: number): Promise<number | null> {
    if (since < this.#entriesFrom) {
      const until = this.#entriesFrom;
      for (const lane of head.lanes)
        for await (const leaf of leaves(lane.tree, source, 'newest', (ref) => ref.last > since))
          if (leaf.first <= until)
            for (const slot of await slotsOf(leaf, source)) this.keep(slot.id, slot.at);
      this.#entriesFrom = since;
    }
    return this.#entries.get(nameOf(id)) ?? null;
  }

  /** The revision of a deed (its hash), if it was accepted after revision `since`; null where it was not. */
  async deed(head: Head, source: PageSource, deed: Uint8Array, since: number): Promise<number | null> {
    if (since < this.#deedsFrom) {
      for await (const { base, deeds } of pagesFrom(head.deeds, source, since))
        if (base.rev < this.#deedsFrom)
          for (let i = 0; i * SIZE < deeds.length; i++)
            this.keepDeed(deeds.subarray(i * SIZE + 1, (i + 1) * SIZE), base.rev + 1 + i);
      this.#deedsFrom = since;
    }
    return this.#deeds.get(nameOf(deed)) ?? null;
  }
}

const SIZE = 33;
