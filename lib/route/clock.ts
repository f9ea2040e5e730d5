import type { RouteState } from './state.ts';

const MINUTE = 60_000;

/**
 * Our clock and what servers said of theirs. Each server is told the time by its own word alone: a hop that lies about
 * the clock would else put a mark on us that the destination sees. What the network's files are held against is the
 * median, so that no single one moves it once three were heard.
 */
export class Clock {
  readonly #now: () => number;
  readonly #offsets: Map<string, number>;

  constructor(now: () => number, kept: RouteState['offsets'] = {}) {
    this.#now = now;
    this.#offsets = new Map(Object.entries(kept));
  }

  /** Milliseconds since 1970, corrected by the median of what was heard. */
  now(): number {
    return this.#now() + this.offset();
  }

  /** The minute to write in an envelope for this server (base64url id). */
  minuteFor(server: string): number {
    return Math.floor((this.#now() + (this.#offsets.get(server) ?? 0)) / MINUTE);
  }

  /** A server called a question stale and told its minute. */
  heard(server: string, minute: number): void {
    this.#offsets.set(server, minute * MINUTE + MINUTE / 2 - this.#now());
  }

  /** A server took the minute we gave. */
  agreed(server: string): void {
    if (!this.#offsets.has(server)) this.#offsets.set(server, 0);
  }

  /** The median in ms; of two in the middle the smaller correction; 0 where nobody was heard. */
  offset(): number {
    const sorted = [...this.#offsets.values()].sort((a, b) => a - b);
    const low = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
    const high = sorted[Math.floor(sorted.length / 2)] ?? 0;
    return Math.abs(low) <= Math.abs(high) ? low : high;
  }

  /** What is worth keeping over a restart: those that differ. */
  differing(): Record<string, number> {
    return Object.fromEntries([...this.#offsets].filter(([, offset]) => offset !== 0));
  }
}
