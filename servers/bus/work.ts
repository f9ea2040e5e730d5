/** Handlers under way, so that stopping can wait for their answers. */
export class Work {
  readonly #running = new Set<Promise<void>>();

  /** Starts a job; it must not reject. */
  add(job: () => Promise<void>): void {
    const running = job().finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Resolves when nothing is under way. */
  async done(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }
}
