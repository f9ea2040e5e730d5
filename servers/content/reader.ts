import { type Head, isTomb, readHead, type Tomb } from './head.ts';
import type { Place } from './names.ts';
import { PageCache } from './pages.ts';
import type { Kept, Store } from './store.ts';
import type { PageSource } from './tree.ts';

/** A head to read by; nobody changes it. */
export interface Shown {
  readonly head: Head | Tomb;
  readonly seq: number;
  readonly pages: PageSource;
}

interface Cached {
  readonly kept: Kept;
  shown: Shown | null;
}

/**
 * Heads as readers see them: those of the last reads are kept until a writer tells of a newer one. A copy that missed the
 * telling is older than somebody's `least`, and then the leader is asked.
 */
export class Reader {
  readonly #store: Pick<Store, 'head' | 'page'>;
  readonly #heads = new Map<string, Cached>();
  readonly #told = new Map<string, number>();
  readonly #cache: PageCache;
  readonly #most: number;

  constructor(store: Pick<Store, 'head' | 'page'>, most = 2_000) {
    this.#store = store;
    this.#most = most;
    this.#cache = new PageCache();
  }

  /** The item's head, of revision `least` at least where there is one; null where nobody made the item. */
  async head(place: Place, least: number): Promise<Shown | null> {
    const cached = this.#heads.get(place.name);
    if (cached !== undefined) {
      const shown = this.#show(place, cached);
      if (isTomb(shown.head) || shown.head.standing.rev >= least) return shown;
    }
    const near = cached === undefined ? await this.#load(place, 'any') : null;
    if (near !== null && (isTomb(near.head) || near.head.standing.rev >= least)) return near;
    if (near === null && cached === undefined && least === 0) return null;
    return this.#load(place, 'leader');
  }

  /** The head from the stream's leader. */
  fresh(place: Place): Promise<Shown | null> {
    return this.#load(place, 'leader');
  }

  /** A writer of this process put a head. */
  put(place: Place, kept: Kept): void {
    if (this.#heads.has(place.name)) this.#keep(place.name, kept);
  }

  /** A writer of another process put a head of this number. */
  heard(name: string, seq: number): void {
    const cached = this.#heads.get(name);
    if (cached !== undefined && cached.kept.seq < seq) this.#heads.delete(name);
    this.#told.set(name, seq);
    if (this.#told.size > this.#most) this.#told.clear();
  }

  /** Forgets everything: nobody knows what was missed. */
  forget(): void {
    this.#heads.clear();
    this.#told.clear();
  }

  async #load(place: Place, from: 'any' | 'leader'): Promise<Shown | null> {
    const kept = await this.#store.head(place, from);
    if (kept === null) return null;
    const current = kept.seq >= (this.#told.get(place.name) ?? 0);
    return this.#show(place, current ? this.#keep(place.name, kept) : { kept, shown: null });
  }

  #keep(name: string, kept: Kept): Cached {
    const before = this.#heads.get(name);
    if (before !== undefined && before.kept.seq >= kept.seq) return before;
    const cached: Cached = { kept, shown: null };
    this.#heads.delete(name);
    this.#heads.set(name, cached);
    const oldest = this.#heads.keys().next().value;
    if (this.#heads.size > this.#most && oldest !== undefined) this.#heads.delete(oldest);
    return cached;
  }

  #show(place: Place, cached: Cached): Shown {
    cached.shown ??= {
      head: readHead(cached.kept.value),
      seq: cached.kept.seq,
      pages: { load: (name) => this.#page(place, name) },
    };
    return cached.shown;
  }

  async #page(place: Place, name: Uint8Array): Promise<Uint8Array> {
    const known = this.#cache.get(place.name, name);
    if (known !== undefined) return known;
    const page = await this.#store.page(place, name);
    this.#cache.set(place.name, name, page);
    return page;
  }
}
