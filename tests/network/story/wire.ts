import { type Carrier, CarrierError } from '../../../lib/route/carrier.ts';
import { fetchCarrier } from '../../../lib/route/fetchcarrier.ts';
import type { Crash } from './crash.ts';

/** A person's way to the doors, which a story can cut, and make lose answers. */
export class Wire implements Carrier {
  /** Nothing passes. */
  cut = false;
  /** So many answers are lost on their way back: the servers did what was asked. */
  loseAnswers = 0;
  /** Envelopes posted so far. */
  posted = 0;
  readonly #inner = fetchCarrier();
  readonly #crash: Crash;

  constructor(crash: Crash) {
    this.#crash = crash;
  }

  async post(door: string, bytes: Uint8Array): Promise<Uint8Array> {
    this.#crash.step();
    if (this.cut) throw new CarrierError('unreachable');
    this.posted++;
    const answer = await this.#inner.post(door, bytes);
    if (this.loseAnswers > 0) {
      this.loseAnswers--;
      throw new CarrierError('timeout');
    }
    this.#crash.step();
    return answer;
  }

  async get(door: string, path: string): Promise<Uint8Array> {
    if (this.cut) throw new CarrierError('unreachable');
    return await this.#inner.get(door, path);
  }
}
