import type { SignedRecord } from '../../lib/protocol/item.ts';
import { ByteReader, ByteWriter, StoreValueError } from './bytesio.ts';
import { type Head, readRecord, writeRecord } from './head.ts';
import { leaves, type PageSink, type PageSource, push } from './tree.ts';

const RECORD = 4;

/** Puts the next owner's record in force; the one before goes into a page of its own. `number`: that of the one before. */
export function nextRecord(head: Head, next: SignedRecord, number: number, sink: PageSink): void {
  const page = new ByteWriter().u8(RECORD);
  writeRecord(page, head.record);
  const place = { level: 0, first: number, last: number, mod: number, count: 1 };
  head.records = push(head.records, { ...place, name: sink.save(page.done()) }, sink);
  head.used += next.record.length;
  head.record = next;
}

/** The records from a number on, oldest first. */
export async function recordsFrom(head: Head, source: PageSource, number: number): Promise<SignedRecord[]> {
  const chain: SignedRecord[] = [];
  for await (const leaf of leaves(head.records, source, 'oldest', (ref) => ref.last >= number)) {
    const from = new ByteReader(await source.load(leaf.name));
    if (from.u8() !== RECORD) throw new StoreValueError('not a record');
    chain.push(readRecord(from));
  }
  const last = head.records.at(-1);
  const newest = last === undefined ? 0 : last.last + 1;
  if (number <= newest) chain.push(head.record);
  return chain;
}
