import type { Passed } from '../../lib/route/route.ts';

/** When each server last answered over which entry, since the background started: for the status page. */
export class Passages {
  readonly #servers = new Map<string, number>();
  readonly #entries = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  readonly passed: Passed = ({ entry, server }) => {
    this.#entries.set(entry.key, this.#now());
    this.#servers.set(server.key, this.#now());
  };

  /** When a server (id, base64url) last answered (ms); null where it was not asked yet. */
  answered(server: string): number | null {
    return this.#servers.get(server) ?? null;
  }

  /** When an entry last passed an answer on (ms); null where it did not yet. */
  passedOn(entry: string): number | null {
    return this.#entries.get(entry) ?? null;
  }
}
