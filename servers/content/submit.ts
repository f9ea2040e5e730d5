import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { CommandError } from '../../lib/protocol/errors.ts';
import { BusTimeoutError, NoServerError, ServerFailedError } from '../bus/errors.ts';
import type { Bus, Stoppable } from '../bus.ts';
import type { Leases } from './leases.ts';
import { type Place, placeOf, type StoreKeys, writerSubject } from './names.ts';
import { type Outcome, readJob, readOutcome, writeJob, writeOutcome } from './outcome.ts';
import type { BoundWrite, Facts } from './write.ts';
import type { Writer } from './writer.ts';

/** How long a job is tried altogether, one asking of it, and the pause before the next, in ms. */
const PATIENCE = { all: 8_000, once: 2_500, pause: 40 };

export interface SubmitOptions {
  readonly bus: Pick<Bus, 'request' | 'answer'>;
  readonly operator: string;
  readonly keys: StoreKeys;
  readonly leases: Pick<Leases, 'owns' | 'suspect'>;
  readonly writer: Pick<Writer, 'submit'>;
}

/** Brings jobs to the process that writes their shard, whichever that is. */
export class Submit {
  readonly #options: SubmitOptions;
  readonly #served = new Map<number, Promise<Stoppable>>();

  constructor(options: SubmitOptions) {
    this.#options = options;
  }

  /**
   * Has a write done whose signatures were checked, wherever its writer is. A writer that died is waited for and asked
   * again: a job done twice changes nothing the second time. CommandError `unavailable` where none does it in time.
   */
  async submit(place: Place, write: BoundWrite, facts: Facts): Promise<Exclude<Outcome, 'elsewhere'>> {
    const { leases, writer } = this.#options;
    const until = performance.now() + PATIENCE.all;
    while (performance.now() < until) {
      const outcome = leases.owns(place.shard)
        ? await writer.submit(place, write, facts)
        : await this.#ask(place.shard, writeJob(write, facts));
      if (outcome !== 'elsewhere') return outcome;
      await new Promise((resolve) => setTimeout(resolve, PATIENCE.pause));
    }
    throw new CommandError('unavailable');
  }

  /** Takes jobs of a shard from the company's other processes. */
  serve(shard: number): void {
    if (this.#served.has(shard)) return;
    const { bus, operator } = this.#options;
    const serving = bus.answer(writerSubject(operator, shard), 'writer', (message) => this.#answer(message));
    this.#served.set(shard, serving);
    serving.catch(() => this.#served.delete(shard));
  }

  /** Takes none any more; resolves when what had arrived is answered. */
  async leave(shard: number): Promise<void> {
    const serving = this.#served.get(shard);
    this.#served.delete(shard);
    await serving?.then(
      (served) => served.stop(),
      () => undefined,
    );
  }

  async #answer(message: Uint8Array): Promise<Uint8Array> {
    const { write, facts } = readJob(message);
    if (write.drop === null) return writeOutcome({ error: 'forbidden' });
    const place = placeOf(p, this.#options.keys, write.drop);
    return writeOutcome(await this.#options.writer.submit(place, write, facts));
  }

  async #ask(shard: number, job: Uint8Array): Promise<Outcome> {
    const { bus, operator, leases } = this.#options;
    try {
      return readOutcome(await bus.request(writerSubject(operator, shard), job, PATIENCE.once));
    } catch (error) {
      if (error instanceof NoServerError) leases.suspect(shard);
      if (
        error instanceof NoServerError ||
        error instanceof BusTimeoutError ||
        error instanceof ServerFailedError
      )
        return 'elsewhere';
      throw error;
    }
  }
}
