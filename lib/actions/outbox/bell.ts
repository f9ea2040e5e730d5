import type { Service } from '../service.ts';

/** Rings when something new waits in the outbox, for whoever is busy with what was there before. */
export class Bell {
  readonly #service: Service;
  #ring: () => void = () => undefined;
  #cancel: () => void = () => undefined;
  #next: Promise<void>;
  // A deed is put there inside a transaction: whoever waits for it goes on outside, a moment later.
  readonly #waker = () => {
    this.#cancel();
    this.#cancel = this.#service.later(() => this.#sound(), 0);
  };

  constructor(service: Service) {
    this.#service = service;
    this.#next = this.#hang();
    service.wakers.add(this.#waker);
  }

  /** Resolves when it rings the next time from now on. */
  rung(): Promise<void> {
    return this.#next;
  }

  stop(): void {
    this.#service.wakers.delete(this.#waker);
    this.#cancel();
  }

  #sound(): void {
    const ring = this.#ring;
    this.#next = this.#hang();
    ring();
  }

  #hang(): Promise<void> {
    return new Promise((resolve) => {
      this.#ring = resolve;
    });
  }
}
