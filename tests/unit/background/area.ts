import type { SessionArea } from '../../../entrypoints/background/session.ts';

/** `storage.session` in memory: what a restarted background finds again. */
export class MemoryArea {
  readonly rows = new Map<string, unknown>();

  get area(): SessionArea {
    return this as unknown as SessionArea;
  }

  async get(): Promise<Record<string, unknown>> {
    return structuredClone(Object.fromEntries(this.rows));
  }

  async set(rows: Record<string, unknown>): Promise<void> {
    for (const [key, row] of Object.entries(rows)) this.rows.set(key, structuredClone(row));
  }

  async remove(keys: string | string[]): Promise<void> {
    for (const key of [keys].flat()) this.rows.delete(key);
  }
}

/** Names that never come twice, 32 hexadecimal digits. */
export function counter(): () => string {
  let last = 0;
  return () => {
    last += 1;
    return last.toString(16).padStart(32, '0');
  };
}
