import * as v from 'valibot';
import { hex } from '../../lib/bytes.ts';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { CommandError } from '../../lib/protocol/errors.ts';
import { Opening } from '../../lib/protocol/item.ts';
import { bytes, key, text, uint } from '../../lib/protocol/shapes.ts';
import type { Bus } from '../bus.ts';
import { Shelf } from './store.ts';

const ReportRecord = v.strictObject({
  /** Who reports, and whom. */
  by: key,
  against: key,
  /** The content server that holds the entry; entry key and number. */
  server: key,
  key,
  number: bytes(16),
  card: Opening,
  entry: Opening,
  reason: text(1000),
  /** ms. */
  at: uint(),
  state: v.picklist(['open', 'upheld', 'dismissed']),
  /** Upheld, and the content server stopped the entry key. */
  blocked: v.boolean(),
});
export type ReportRecord = v.InferOutput<typeof ReportRecord>;

export interface KnownReport {
  readonly number: number;
  readonly record: ReportRecord;
}

/** Reports, numbered from 1: what they prove was checked when they came. */
export class Reports {
  readonly #records: Shelf<typeof ReportRecord>;
  readonly #numbers = new Map<string, number>();
  readonly #perDay = new Map<string, number>();
  #last = 0;
  #writing: Promise<unknown> = Promise.resolve();

  private constructor(store: Bus) {
    this.#records = new Shelf(store, 'reports', ReportRecord);
  }

  static async open(store: Bus): Promise<Reports> {
    const reports = new Reports(store);
    for await (const {
      key: [number = ''],
      value,
    } of reports.#records.all())
      reports.#note(Number(number), value);
    return reports;
  }

  /** Keeps a report; the same reporter and entry revision again get the same number. `quota` over `perDay` of one user. */
  add(record: ReportRecord, perDay: number): Promise<number> {
    const added = this.#writing.then(async () => {
      const before = this.#numbers.get(nameOf(record));
      if (before !== undefined) return before;
      if ((this.#perDay.get(dayOf(record)) ?? 0) >= perDay) throw new CommandError('quota');
      const number = this.#last + 1;
      await this.#records.put([String(number)], record, 0);
      this.#note(number, record);
      return number;
    });
    this.#writing = added.catch(() => undefined);
    return added;
  }

  async get(number: number): Promise<KnownReport | null> {
    const kept = await this.#records.get(String(number));
    return kept && { number, record: kept.value };
  }

  async list(): Promise<KnownReport[]> {
    const out: KnownReport[] = [];
    for await (const {
      key: [number = ''],
      value,
    } of this.#records.all())
      out.push({ number: Number(number), record: value });
    return out.sort((a, b) => a.number - b.number);
  }

  /** Decides a report, or notes that its entry key was stopped. Null where there is no such report. */
  async set(
    number: number,
    change: Partial<Pick<ReportRecord, 'state' | 'blocked'>>,
  ): Promise<KnownReport | null> {
    const kept = await this.#records.get(String(number));
    if (kept === null) return null;
    const record = { ...kept.value, ...change };
    await this.#records.put([String(number)], record, kept.seq);
    return { number, record };
  }

  #note(number: number, record: ReportRecord): void {
    this.#last = Math.max(this.#last, number);
    this.#numbers.set(nameOf(record), number);
    this.#perDay.set(dayOf(record), (this.#perDay.get(dayOf(record)) ?? 0) + 1);
  }
}

function nameOf(record: ReportRecord): string {
  return hex(p.sha256(Uint8Array.from([...record.by, ...record.key, ...record.number, ...record.entry.sig])));
}

function dayOf(record: ReportRecord): string {
  return `${hex(record.by)} ${Math.floor(record.at / 86_400_000)}`;
}
