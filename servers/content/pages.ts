import { nameOf } from './slot.ts';

/** Pages read or written lately. They never change, so that nothing here can be stale. */
export class PageCache {
  readonly #pages = new Map<string, Uint8Array>();
  readonly #most: number;
  #bytes = 0;

  /** At most so many bytes. */
  constructor(most = 64 * 1024 * 1024) {
    this.#most = most;
  }

  /** A page of an item (its place's name) by the page's name. */
  get(item: string, name: Uint8Array): Uint8Array | undefined {
    const key = `${item}.${nameOf(name)}`;
    const page = this.#pages.get(key);
    if (page === undefined) return undefined;
    this.#pages.delete(key);
    this.#pages.set(key, page);
    return page;
  }

  set(item: string, name: Uint8Array, page: Uint8Array): void {
    const key = `${item}.${nameOf(name)}`;
    if (this.#pages.has(key)) return;
    this.#pages.set(key, page);
    this.#bytes += page.length;
    for (const [oldest, value] of this.#pages) {
      if (this.#bytes <= this.#most) break;
      this.#pages.delete(oldest);
      this.#bytes -= value.length;
    }
  }
}
