import { type SessionArea, SessionTable } from './session.ts';

/** The popup says when it opens; that it closed nobody can be sure to hear. */
const POPUP_LASTS = 60_000;

interface Shown {
  /** Null for the popup. */
  tab: number | null;
  /** When it said so (ms). */
  at: number;
}

/** Which surfaces of ours are on a screen; it outlives the background's own end. */
export class Visible {
  readonly #table: SessionTable<Shown>;
  readonly #now: () => number;

  constructor(area: SessionArea, now: () => number) {
    this.#table = new SessionTable(area, 'visible');
    this.#now = now;
  }

  /** A surface is visible or not: by its tab, a frame in Facebook's page also by its name. */
  async set(tab: number | null, frame: string | null, visible: boolean): Promise<void> {
    const key = frame ?? `tab ${tab}`;
    if (visible) await this.#table.put(key, { tab, at: this.#now() });
    else await this.#table.drop([key]);
  }

  async any(): Promise<boolean> {
    const rows = [...(await this.#table.rows()).values()];
    return rows.some(({ tab, at }) => tab !== null || at > this.#now() - POPUP_LASTS);
  }

  /** A tab was closed, or shows another page: nothing in it is on a screen. */
  async tabGone(tab: number): Promise<void> {
    const rows = [...(await this.#table.rows())];
    await this.#table.drop(rows.filter(([, row]) => row.tab === tab).map(([key]) => key));
  }
}
