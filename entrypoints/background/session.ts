import type { Webext } from '../../lib/webext.ts';

/** What of `storage.session` is used. */
export type SessionArea = Pick<Webext['storage']['session'], 'get' | 'set' | 'remove'>;

/**
 * A table that lives as long as the browser runs: in memory, and in `storage.session` for when the background is started
 * again. No content script can read it. What `put`, `putAll` and `drop` resolved for is kept.
 */
export class SessionTable<T> {
  readonly #area: SessionArea;
  readonly #prefix: string;
  #rows: Map<string, T> | null = null;
  #loading: Promise<Map<string, T>> | null = null;

  constructor(area: SessionArea, name: string) {
    this.#area = area;
    this.#prefix = `${name}:`;
  }

  /** The rows; changes of them are made by `put`, `putAll` and `drop`. */
  async rows(): Promise<ReadonlyMap<string, T>> {
    return await this.#load();
  }

  async put(key: string, row: T): Promise<void> {
    await this.putAll([[key, row]]);
  }

  async putAll(added: readonly (readonly [key: string, row: T])[]): Promise<void> {
    // no await once the rows are there: whoever looked and puts at once is not overtaken
    const rows = this.#rows ?? (await this.#load());
    for (const [key, row] of added) rows.set(key, row);
    if (added.length > 0)
      await this.#area.set(Object.fromEntries(added.map(([key, row]) => [this.#prefix + key, row])));
  }

  async drop(keys: readonly string[]): Promise<void> {
    const rows = this.#rows ?? (await this.#load());
    for (const key of keys) rows.delete(key);
    if (keys.length > 0) await this.#area.remove(keys.map((key) => this.#prefix + key));
  }

  async #load(): Promise<Map<string, T>> {
    if (this.#rows !== null) return this.#rows;
    this.#loading ??= this.#read().finally(() => {
      this.#loading = null;
    });
    this.#rows = await this.#loading;
    return this.#rows;
  }

  async #read(): Promise<Map<string, T>> {
    const all = Object.entries(await this.#area.get(null));
    const own = all.filter(([key]) => key.startsWith(this.#prefix));
    // What this class put there, and nobody else.
    return new Map(own.map(([key, row]) => [key.slice(this.#prefix.length), row as T]));
  }
}
