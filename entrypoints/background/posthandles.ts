import { type SessionArea, SessionTable } from './session.ts';

interface Given {
  tab: number;
  drop: string;
}

/** Random names of posts, one per tab and post: the content script knows places by them, and no id of ours. */
export class PostHandles {
  readonly #table: SessionTable<Given>;
  readonly #random: () => string;

  constructor(area: SessionArea, random: () => string) {
    this.#table = new SessionTable(area, 'post');
    this.#random = random;
  }

  /** The names of these threads (drops, hex) in this tab, in their order; the same each time. */
  async give(tab: number, drops: readonly string[]): Promise<string[]> {
    const known = new Map<string, string>();
    for (const [handle, given] of await this.#table.rows())
      if (given.tab === tab) known.set(given.drop, handle);
    const handles = drops.map((drop) => known.get(drop) ?? this.#random());
    const given = drops.map((drop, i) => [handles[i] ?? '', { tab, drop }] as const);
    // all at once: who asks for the same meanwhile is given the same
    await this.#table.putAll(given.filter(([, { drop }]) => !known.has(drop)));
    return handles;
  }

  /** The thread of a name given to this tab; null for any other. */
  async dropOf(tab: number, handle: string): Promise<string | null> {
    const given = (await this.#table.rows()).get(handle);
    return given?.tab === tab ? given.drop : null;
  }

  async tabGone(tab: number): Promise<void> {
    const rows = [...(await this.#table.rows())];
    await this.#table.drop(rows.filter(([, given]) => given.tab === tab).map(([handle]) => handle));
  }
}
