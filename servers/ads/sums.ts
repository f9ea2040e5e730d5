import * as v from 'valibot';
import { hex } from '../../lib/bytes.ts';
import { decodeAs, encodeAs } from '../../lib/protocol/command.ts';
import { bytes, text, uint } from '../../lib/protocol/shapes.ts';
import { ConflictError } from '../bus/errors.ts';
import type { Bus } from '../bus.ts';

const BATCHES = { name: 'AD_BATCHES', subjects: ['st.ad.batch.*.*'], maxAgeMs: 30 * 86_400_000 };
const TOTALS = { name: 'AD_SUMS', subjects: ['st.ad.sums'] };
const KEEP_EVERY = 100;
// More showings of one ad in a batch than this are no sum of reads but a slip, or a lie.
const MOST = 1_000_000;

const Pool = { cell: v.optional(text(64)), keyword: v.optional(text(40)) };
const Batch = v.strictObject({
  ...Pool,
  shown: v.array(v.strictObject({ ad: bytes(16), count: uint() })),
});
type Batch = v.InferOutput<typeof Batch>;

const Sum = v.strictObject({ ad: bytes(16), ...Pool, count: uint() });
/** How often an ad was shown to a pool. */
export type Sum = v.InferOutput<typeof Sum>;
const Totals = v.strictObject({ seq: uint(), sums: v.array(Sum) });

/**
 * Showings by ad, cell and keyword: sums only, nothing of reads or readers. A batch is stored once under its asker's
 * number, before it counts; the sums are kept beside, so that old batches may go.
 */
export class Sums {
  readonly #store: Bus;
  readonly #sums = new Map<string, Sum>();
  readonly #perAd = new Map<string, number>();
  #seq = 0;
  #kept = 0;
  #reading: Promise<void> = Promise.resolve();

  private constructor(store: Bus) {
    this.#store = store;
  }

  static async open(store: Bus): Promise<Sums> {
    await store.streams.ensure(BATCHES);
    await store.streams.ensure(TOTALS);
    const sums = new Sums(store);
    const kept = await store.streams.lastFromLeader(TOTALS.name, 'st.ad.sums');
    if (kept !== null) {
      const totals = decodeAs(Totals, kept.payload);
      for (const sum of totals.sums) sums.#add(sum);
      sums.#seq = totals.seq;
      sums.#kept = totals.seq;
    }
    await sums.refresh();
    return sums;
  }

  /** Counts a batch of a server, once. */
  async add(server: Uint8Array, number: Uint8Array, batch: Batch): Promise<void> {
    if (batch.shown.length === 0) return;
    const counted = {
      ...batch,
      shown: batch.shown.map(({ ad, count }) => ({ ad, count: Math.min(count, MOST) })),
    };
    try {
      await this.#store.streams.put(`st.ad.batch.${hex(server)}.${hex(number)}`, encodeAs(Batch, counted), 0);
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
    }
    await this.refresh();
    if (this.#seq - this.#kept >= KEEP_EVERY) await this.keep();
  }

  /** Reads what was stored since, by this process or another. */
  refresh(): Promise<void> {
    this.#reading = this.#reading
      .catch(() => undefined)
      .then(async () => {
        for await (const one of this.#store.streams.read(BATCHES.name, BATCHES.subjects[0], this.#seq + 1)) {
          this.#count(decodeAs(Batch, one.payload));
          this.#seq = one.seq;
        }
      });
    return this.#reading;
  }

  /** Writes the sums down. */
  async keep(): Promise<void> {
    const totals = encodeAs(Totals, { seq: this.#seq, sums: this.all() });
    await this.#store.streams.put('st.ad.sums', totals);
    this.#kept = this.#seq;
  }

  /** How often an ad was shown in all; null where nobody ever said it was. */
  of(ad: Uint8Array): number | null {
    return this.#perAd.get(hex(ad)) ?? null;
  }

  /** All sums. */
  all(): Sum[] {
    return [...this.#sums.values()];
  }

  #count({ shown, ...pool }: Batch): void {
    for (const { ad, count } of shown) this.#add({ ad, ...pool, count });
  }

  #add(sum: Sum): void {
    const name = nameOf(sum);
    this.#sums.set(name, { ...sum, count: (this.#sums.get(name)?.count ?? 0) + sum.count });
    this.#perAd.set(hex(sum.ad), (this.of(sum.ad) ?? 0) + sum.count);
  }
}

function nameOf({ ad, cell, keyword }: Omit<Sum, 'count'>): string {
  return JSON.stringify([hex(ad), cell ?? null, keyword ?? null]);
}
