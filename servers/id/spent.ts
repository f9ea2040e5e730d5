import * as v from 'valibot';
import { hex, same } from '../../lib/bytes.ts';
import { key } from '../../lib/protocol/shapes.ts';
import { ConflictError } from '../bus/errors.ts';
import type { Bus } from '../bus.ts';
import { Shelf } from './store.ts';

const SpentRecord = v.strictObject({ server: key, bound: key });

/** The spent set (wire 7): a nonce is spent once, for one server and deed, and stored before anybody hears yes. */
export class Spent {
  readonly #records: Shelf<typeof SpentRecord>;

  constructor(store: Bus) {
    this.#records = new Shelf(store, 'spent', SpentRecord);
  }

  /** Spends; true also where it was spent for the same before, false where for anything else. */
  async spend(epoch: number, nonce: Uint8Array, server: Uint8Array, bound: Uint8Array): Promise<boolean> {
    const at = [String(epoch), hex(nonce)];
    try {
      await this.#records.put(at, { server, bound }, 0);
      return true;
    } catch (error) {
      const first = error instanceof ConflictError ? await this.#records.get(...at) : null;
      if (first === null) throw error;
      return same(first.value.server, server) && same(first.value.bound, bound);
    }
  }

  /** Forgets an epoch whose credentials no longer count. */
  async forget(epoch: number): Promise<void> {
    await this.#records.purge(String(epoch));
  }
}
