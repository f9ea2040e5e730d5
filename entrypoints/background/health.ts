import { type SessionArea, SessionTable } from './session.ts';

export type SurfaceName = 'feed' | 'composer' | 'bell';
export type SurfaceState = 'working' | 'changed' | 'absent';

/** What content scripts found of Facebook's surfaces, by tab. */
export class Health {
  readonly #table: SessionTable<Partial<Record<SurfaceName, SurfaceState>>>;

  constructor(area: SessionArea) {
    this.#table = new SessionTable(area, 'health');
  }

  async set(tab: number, surface: SurfaceName, state: SurfaceState): Promise<void> {
    const before = (await this.#table.rows()).get(String(tab));
    await this.#table.put(String(tab), { ...before, [surface]: state });
  }

  /** Of a surface in all open pages: `changed` before `working` before `absent`; null where no page is open. */
  async of(surface: SurfaceName): Promise<SurfaceState | null> {
    const states = [...(await this.#table.rows()).values()].map((row) => row[surface]);
    return (['changed', 'working', 'absent'] as const).find((one) => states.includes(one)) ?? null;
  }

  async tabGone(tab: number): Promise<void> {
    await this.#table.drop([String(tab)]);
  }
}
