import { type SessionArea, SessionTable } from './session.ts';

/** Which documents of ours are on a screen, by their ids; it outlives the background's own end. */
export class Visible {
  readonly #table: SessionTable<{ tab: number | null }>;

  constructor(area: SessionArea) {
    this.#table = new SessionTable(area, 'visible');
  }

  async set(document: string, tab: number | null, visible: boolean): Promise<void> {
    if (visible) await this.#table.put(document, { tab });
    else await this.#table.drop([document]);
  }

  async any(): Promise<boolean> {
    return (await this.#table.rows()).size > 0;
  }

  /** A tab was closed, or shows another page: nothing in it is on a screen. */
  async tabGone(tab: number): Promise<void> {
    const rows = [...(await this.#table.rows())];
    await this.#table.drop(rows.filter(([, row]) => row.tab === tab).map(([document]) => document));
  }
}
