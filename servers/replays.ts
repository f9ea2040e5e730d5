/** How long an envelope is remembered at least: 11 minutes (wire 2). */
export const REMEMBERED = 11 * 60_000;

/**
 * Remembers which envelopes were seen, in two generations: one is filled while the other ages. Where a generation is
 * full the older one is forgotten early: it is a brake, not what safety rests on.
 */
export class Replays {
  readonly #most: number;
  #young = new Set<string>();
  #old = new Set<string>();
  #since: number;

  /** `now` in ms; `most` envelopes in each generation. */
  constructor(now: number, most = 500_000) {
    this.#since = now;
    this.#most = most;
  }

  /** Whether the envelope of this hash (32) is new at `now` (ms); from now on it is not. */
  first(hash: Uint8Array, now: number): boolean {
    if (now - this.#since >= REMEMBERED || this.#young.size >= this.#most) {
      this.#old = now - this.#since >= 2 * REMEMBERED ? new Set() : this.#young;
      this.#young = new Set();
      this.#since = now;
    }
    const name = Buffer.from(hash.buffer, hash.byteOffset, 16).toString('latin1');
    if (this.#young.has(name) || this.#old.has(name)) return false;
    this.#young.add(name);
    return true;
  }

  /** How many are remembered. */
  get size(): number {
    return this.#young.size + this.#old.size;
  }
}
