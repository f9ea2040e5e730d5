import { concat } from '../../lib/bytes.ts';
import type { Primitives } from '../../lib/crypto/primitives.ts';
import { type Pair, start } from '../../lib/crypto/standing.ts';
import { LIMITS, type SignedRecord, type Standing } from '../../lib/protocol/item.ts';
import { ByteReader, ByteWriter, StoreValueError } from './bytesio.ts';
import { type DeedLog, emptyLog, spillDeeds } from './deedlog.ts';
import { type Lane, spill } from './lane.ts';
import { readSlot, weightOf, writeSlot } from './slot.ts';
import { type PageSink, readRefs, type Tree, writeRefs } from './tree.ts';

/** The value an item stands by: all that a first look at it needs, at most 32 KiB (DESIGN section 3, "Sizes"). */
export interface Head {
  readonly drop: Uint8Array;
  standing: Standing;
  /** The owner's record in force; its forerunners, one a page, in `records`. */
  record: SignedRecord;
  records: Tree;
  /** Bytes counted against the quota. */
  used: number;
  /** Entries that nobody paid for: reactions, and cards that came with them. */
  free: number;
  /** Number of the last content.keys. */
  keysNumber: number;
  /** The append keys' hashes, 32 bytes each, or the name (16) of the page that has them. */
  keys: Uint8Array;
  /** Deeds of removed Friends that were answered and kept nowhere, and their day. */
  ghosts: { day: number; count: number };
  deeds: DeedLog;
  /** Lane 0: what people wrote. Lane 1: what was free. */
  lanes: [Lane, Lane];
  /** Subjects under the item's that no head needs any more: purged after the put, and again by the next writer. */
  garbage: string[];
}

/** What stays of a deleted item, for ever. */
export interface Tomb {
  readonly key: Uint8Array;
  readonly sig: Uint8Array;
}

const HEAD = 16;
const TOMB = 17;
/** Of reactions the head keeps this much after and at most this much before a page is made of older ones. */
const REACTIONS = { most: 8192, keep: 3072 };

/** The head of an item nobody did anything to yet; its standing is not signed yet. */
export function emptyHead(drop: Uint8Array, record: SignedRecord, keys: Uint8Array): Head {
  const pair: Pair = start(drop);
  return {
    drop,
    standing: { ...pair, sig: new Uint8Array(64) },
    record,
    records: [],
    used: record.record.length,
    free: 0,
    keysNumber: 0,
    keys,
    ghosts: { day: 0, count: 0 },
    deeds: emptyLog(pair),
    lanes: [
      { tree: [], slots: [] },
      { tree: [], slots: [] },
    ],
    garbage: [],
  };
}

/** The head's bytes, after moving into pages what has no room in it. */
export function fitHead(p: Primitives, head: Head, sink: PageSink): Uint8Array {
  const [words, reactions] = head.lanes;
  spillDeeds(p, head.deeds, sink);
  if (weightOf(reactions.slots) > REACTIONS.most) spill(reactions, sink, REACTIONS.keep);
  const value = writeHead(head);
  if (value.length <= LIMITS.head) return value;
  const others = value.length - weightOf(words.slots);
  spill(words, sink, Math.max(0, Math.floor((LIMITS.head - others) * 0.6)));
  const fitted = writeHead(head);
  if (fitted.length <= LIMITS.head) return fitted;
  spill(reactions, sink, 0);
  spill(words, sink, 0);
  return writeHead(head);
}

export function writeHead(head: Head): Uint8Array {
  const out = new ByteWriter(LIMITS.head + 8192).u8(HEAD).raw(head.drop);
  out.u64(head.standing.rev).raw(head.standing.root).raw(head.standing.sig);
  writeRecord(out, head.record);
  writeRefs(out, head.records);
  out.u64(head.used).u32(head.free).u64(head.keysNumber).block(head.keys);
  out.u32(head.ghosts.day).u32(head.ghosts.count);
  writeRefs(out, head.deeds.tree);
  out
    .u64(head.deeds.base.rev)
    .raw(head.deeds.base.root)
    .block(concat(...head.deeds.recent));
  for (const lane of head.lanes) {
    writeRefs(out, lane.tree);
    out.list(lane.slots, (slot) => writeSlot(out, slot));
  }
  out.list(head.garbage, (subject) => out.block(Buffer.from(subject)));
  return out.done();
}

export function writeTomb(tomb: Tomb): Uint8Array {
  return new ByteWriter(128).u8(TOMB).raw(tomb.key).raw(tomb.sig).done();
}

/** Reads a head or tomb; throws StoreValueError. */
export function readHead(value: Uint8Array): Head | Tomb {
  const from = new ByteReader(value);
  const form = from.u8();
  const read = form === HEAD ? readLiving(from) : form === TOMB ? readTomb(from) : null;
  if (read === null) throw new StoreValueError('not a head');
  from.end();
  return read;
}

/** Whether an item is deleted. */
export function isTomb(head: Head | Tomb): head is Tomb {
  return !('standing' in head);
}

function readTomb(from: ByteReader): Tomb {
  return { key: from.raw(32), sig: from.raw(64) };
}

function readLiving(from: ByteReader): Head {
  const readLane = (): Lane => ({ tree: readRefs(from), slots: from.list(() => readSlot(from)) });
  return {
    drop: from.raw(32),
    standing: { rev: from.u64(), root: from.raw(32), sig: from.raw(64) },
    record: readRecord(from),
    records: readRefs(from),
    used: from.u64(),
    free: from.u32(),
    keysNumber: from.u64(),
    keys: from.block(),
    ghosts: { day: from.u32(), count: from.u32() },
    deeds: {
      tree: readRefs(from),
      base: { rev: from.u64(), root: from.raw(32) },
      recent: split(from.block(), 33),
    },
    lanes: [readLane(), readLane()],
    garbage: from.list(() => Buffer.from(from.block()).toString()),
  };
}

export function writeRecord(out: ByteWriter, signed: SignedRecord): void {
  out.block(signed.record).raw(signed.by).raw(signed.sig);
}

export function readRecord(from: ByteReader): SignedRecord {
  return { record: from.block(), by: from.raw(32), sig: from.raw(64) };
}

function split(bytes: Uint8Array, size: number): Uint8Array[] {
  if (bytes.length % size !== 0) throw new StoreValueError('a deed ends early');
  return Array.from({ length: bytes.length / size }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}
