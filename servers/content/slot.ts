import { encode } from '../../lib/protocol/codec.ts';
import { decodeAs } from '../../lib/protocol/command.ts';
import { StoredEntry } from '../../lib/protocol/item.ts';
import type { ByteReader, ByteWriter } from './bytesio.ts';

/** A stored entry as head and pages keep it: its CBOR as it goes out, beside what the server looks at. Never changed in place. */
export interface Slot {
  /** Entry id, 32 bytes. */
  readonly id: Uint8Array;
  /** Revision that accepted it, and the one that changed it last. */
  readonly at: number;
  readonly mod: number;
  /** Bytes of its sealed words and of the chunks counted so far: what removing it gives back to the quota. */
  readonly size: number;
  /** One bit for each of its chunks that was counted, the first in the lowest bit of the first byte. */
  readonly got: Uint8Array;
  /** CBOR of the StoredEntry. */
  readonly raw: Uint8Array;
}

/** A slot of an entry that just came, or of its tombstone: no chunks yet. */
export function slotOf(id: Uint8Array, entry: StoredEntry): Slot {
  return {
    id,
    at: entry.at,
    mod: entry.mod,
    size: entry.sealed.length,
    got: new Uint8Array(Math.ceil(entry.chunks / 8)),
    raw: encode(entry),
  };
}

/** The entry in a slot. */
export function entryOf(slot: Slot): StoredEntry {
  return decodeAs(StoredEntry, slot.raw);
}

/** Whether chunk `number` was counted. */
export function hasChunk(slot: Slot, number: number): boolean {
  return ((slot.got[number >> 3] ?? 0) & (1 << (number & 7))) !== 0;
}

/** The slot with chunk `number` of so many bytes counted. */
export function withChunk(slot: Slot, number: number, bytes: number): Slot {
  const got = Uint8Array.from(slot.got);
  got[number >> 3] = (got[number >> 3] ?? 0) | (1 << (number & 7));
  return { ...slot, got, size: slot.size + bytes };
}

/** Bytes a slot takes in head or page. */
export function weight(slot: Slot): number {
  return 32 + 8 + 8 + 8 + 4 + slot.got.length + 4 + slot.raw.length;
}

/** Bytes all slots of a list take. */
export function weightOf(slots: readonly Slot[]): number {
  return slots.reduce((sum, slot) => sum + weight(slot), 0);
}

export function writeSlot(out: ByteWriter, slot: Slot): void {
  out.raw(slot.id).u64(slot.at).u64(slot.mod).u64(slot.size).block(slot.got).block(slot.raw);
}

export function readSlot(from: ByteReader): Slot {
  return {
    id: from.raw(32),
    at: from.u64(),
    mod: from.u64(),
    size: from.u64(),
    got: from.block(),
    raw: from.block(),
  };
}

/** Bytes as a key of a Map. */
export function nameOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
