import * as v from 'valibot';
import { hex, same } from '../../lib/bytes.ts';
import { CommandError } from '../../lib/protocol/errors.ts';
import { bytesUpTo, key, signature } from '../../lib/protocol/shapes.ts';
import { ConflictError } from '../bus/errors.ts';
import type { Bus } from '../bus.ts';
import { Shelf } from './store.ts';

const IssuedRecord = v.strictObject({
  /** H(blinded): the same elements again get the same answer. */
  asked: key,
  elements: bytesUpTo(3200),
  proof: signature,
});
export type IssuedRecord = v.InferOutput<typeof IssuedRecord>;

/** What was issued, by epoch and user: one batch each. Nothing here is in the spent set, and nothing of that is here. */
export class Issued {
  readonly #records: Shelf<typeof IssuedRecord>;
  readonly #counts = new Map<number, number>();

  private constructor(store: Bus) {
    this.#records = new Shelf(store, 'issued', IssuedRecord);
  }

  static async open(store: Bus): Promise<Issued> {
    const issued = new Issued(store);
    for await (const {
      key: [epoch = ''],
    } of issued.#records.all())
      issued.#add(Number(epoch));
    return issued;
  }

  /** How many users fetched the epoch's credentials. */
  count(epoch: number): number {
    return this.#counts.get(epoch) ?? 0;
  }

  /** Whether the user did. */
  async has(epoch: number, user: Uint8Array): Promise<boolean> {
    return (await this.#records.get(String(epoch), hex(user))) !== null;
  }

  /**
   * The answer to these elements: the stored one, or what `make` makes, stored first. CommandError `quota` where the
   * user fetched others in this epoch.
   */
  async once(
    epoch: number,
    user: Uint8Array,
    asked: Uint8Array,
    make: () => IssuedRecord,
  ): Promise<IssuedRecord> {
    const at = [String(epoch), hex(user)];
    const before = await this.#records.get(...at);
    if (before !== null) return sameAsked(before.value, asked);
    const made = make();
    try {
      await this.#records.put(at, made, 0);
    } catch (error) {
      const first = error instanceof ConflictError ? await this.#records.get(...at) : null;
      if (first === null) throw error;
      return sameAsked(first.value, asked);
    }
    this.#add(epoch);
    return made;
  }

  /** Removes what was issued for an epoch; its count is the caller's to keep. */
  async forget(epoch: number): Promise<void> {
    await this.#records.purge(String(epoch));
    this.#counts.delete(epoch);
  }

  #add(epoch: number): void {
    this.#counts.set(epoch, this.count(epoch) + 1);
  }
}

function sameAsked(record: IssuedRecord, asked: Uint8Array): IssuedRecord {
  if (!same(record.asked, asked)) throw new CommandError('quota');
  return record;
}
