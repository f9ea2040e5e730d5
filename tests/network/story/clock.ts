/** The time of a story: it stands still until it is moved, and all clocks move with it. */
export class StoryClock {
  #now: number;
  readonly #followers: ((now: number) => Promise<void>)[] = [];

  constructor(now: number) {
    this.#now = now;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#now;
  }

  /** Moves all clocks on, those of the servers too; resolves when all have followed. */
  async advance(ms: number): Promise<void> {
    this.#now += ms;
    for (const follow of this.#followers) await follow(this.#now);
  }

  /** Calls `follow` whenever the clock was moved. */
  onMove(follow: (now: number) => Promise<void>): void {
    this.#followers.push(follow);
  }
}
