/** A token bucket: `perSecond` on average, two seconds' worth at once. It belongs to what it limits and goes with it. */
export class Bucket {
  readonly #perSecond: number;
  #tokens: number;
  #at: number;

  constructor(perSecond: number, now: number) {
    this.#perSecond = perSecond;
    this.#tokens = 2 * perSecond;
    this.#at = now;
  }

  /** Takes one; false where none is left at `now` (ms). A clock that went back gives none and takes none. */
  take(now: number): boolean {
    const gained = (Math.max(0, now - this.#at) * this.#perSecond) / 1000;
    this.#tokens = Math.min(2 * this.#perSecond, this.#tokens + gained);
    this.#at = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}

/** Limits without identity: how many at once, how many waiting, how many a second; of nobody in particular. */
export class Limits {
  readonly #concurrent: number;
  readonly #queue: number;
  readonly #all: Bucket;
  readonly #now: () => number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(settings: { concurrent: number; queue: number; perSecond: number }, now: () => number) {
    this.#concurrent = settings.concurrent;
    this.#queue = settings.queue;
    this.#all = new Bucket(settings.perSecond, now());
    this.#now = now;
  }

  /** Under way at this moment. */
  get running(): number {
    return this.#running;
  }

  /** Does the work when there is a place; null, and the work is never begun, where a limit is reached. */
  async within<T>(work: () => Promise<T>): Promise<T | null> {
    if (!this.#all.take(this.#now())) return null;
    if (this.#running >= this.#concurrent) {
      if (this.#waiting.length >= this.#queue) return null;
      // the place is handed over, so that nobody slips in between
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#running++;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running--;
      else next();
    }
  }
}
