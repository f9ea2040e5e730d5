import { nativePrimitives as p } from '../../../../lib/crypto/native.ts';
import { entryId, signEntry } from '../../../../lib/crypto/outside.ts';
import { checkFirst, recordHash, signRecord } from '../../../../lib/crypto/record.ts';
import {
  appendKeyHash,
  proveAppend,
  proveDelete,
  proveEdit,
  proveKeys,
  proveRemove,
  proveTake,
  signChunk,
} from '../../../../lib/crypto/rights.ts';
import type { Args } from '../../../../lib/protocol/command.ts';
import type {
  append,
  change,
  create,
  edit,
  erase,
  keys,
  putChunk,
  remove,
  take,
} from '../../../../lib/protocol/commands/content.ts';
import {
  CARD_NUMBER,
  type Credential,
  type Entry,
  LIMITS,
  type OwnersRecord,
  REACTIONS_NUMBER,
  type SignedRecord,
} from '../../../../lib/protocol/item.ts';

/** The instant all tests of content servers happen at, ms. */
export const NOW = 1_790_000_000_000;

/** An item as its owner has it, and what people do to it; nothing here is sealed for real: servers cannot tell. */
export class TestItem {
  readonly ownerSeed = p.random(32);
  appendSeed = p.random(32);
  /** Record number 0, and the newest one. */
  readonly record: SignedRecord;
  newest: SignedRecord;
  body: OwnersRecord;
  readonly id: Uint8Array;
  readonly drop: Uint8Array;

  constructor(over: Partial<OwnersRecord> = {}) {
    this.body = {
      kind: 'thread',
      number: 0,
      previous: null,
      owners: [p.signKey(this.ownerSeed)],
      gen: 0,
      salt: p.random(16),
      quota: 64 * 1024 * 1024,
      append: 'readers',
      comments: true,
      ...over,
    };
    this.record = signRecord(p, this.ownerSeed, this.body);
    this.newest = this.record;
    const first = checkFirst(p, this.record);
    if (first === null) throw new Error('not a record');
    this.id = first.id;
    this.drop = first.drop;
  }

  /** The arguments that make it. */
  creation(entries: Entry[] = []): Args<typeof create> {
    const appendKeys = [appendKeyHash(p, p.signKey(this.appendSeed))];
    return { record: this.record, appendKeys, entries, credential: credential() };
  }

  /** The arguments that append entries, by the readers' append key unless told otherwise. */
  appending(
    entries: Entry[],
    over: { seed?: Uint8Array; seen?: number; paid?: boolean } = {},
  ): Args<typeof append> {
    const proof = proveAppend(p, over.seed ?? this.appendSeed, this.drop, this.body.gen, entries);
    const args = { drop: this.drop, gen: this.body.gen, ...proof, seen: over.seen ?? 0, entries };
    return over.paid === false ? args : { ...args, credential: credential() };
  }

  editing(at: number, entry: Entry, over: { seed?: Uint8Array; gen?: number } = {}): Args<typeof edit> {
    const gen = over.gen ?? this.body.gen;
    return {
      drop: this.drop,
      gen,
      at,
      entry,
      ...proveEdit(p, over.seed ?? this.appendSeed, this.drop, gen, entry),
    };
  }

  /** Removes by a key: the entry's own or an owner's. */
  removing(seed: Uint8Array, entry: Uint8Array, at: number): Args<typeof remove> {
    return { drop: this.drop, entry, at, ...proveRemove(p, seed, this.drop, entry) };
  }

  taking(entries: Uint8Array[]): Args<typeof take> {
    return { drop: this.drop, entries, ...proveTake(p, this.ownerSeed, this.drop, entries) };
  }

  keying(number: number, seeds: Uint8Array[]): Args<typeof keys> {
    const appendKeys = seeds.map((seed) => appendKeyHash(p, p.signKey(seed)));
    return {
      drop: this.drop,
      number,
      appendKeys,
      ...proveKeys(p, this.ownerSeed, this.drop, number, appendKeys),
    };
  }

  deleting(seed = this.ownerSeed): Args<typeof erase> {
    return { drop: this.drop, ...proveDelete(p, seed, this.drop) };
  }

  /** The next record, from now on the item's; signed by its owner. */
  changing(over: Partial<OwnersRecord>, appendSeed?: Uint8Array): Args<typeof change> {
    const body = {
      ...this.body,
      ...over,
      number: this.body.number + 1,
      previous: recordHash(p, this.newest),
    };
    const record = signRecord(p, this.ownerSeed, body);
    this.body = body;
    this.newest = record;
    if (appendSeed === undefined) return { drop: this.drop, record };
    this.appendSeed = appendSeed;
    return { drop: this.drop, record, appendKeys: [appendKeyHash(p, p.signKey(appendSeed))] };
  }
}

/** A person in an item: an entry key and what it signs. */
export class TestAuthor {
  readonly seed: Uint8Array;
  readonly key: Uint8Array;

  constructor(seed = p.random(32)) {
    this.seed = seed;
    this.key = p.signKey(seed);
  }

  /** An entry of this author for an item. */
  entry(item: Pick<TestItem, 'drop' | 'body'>, over: Partial<Entry> = {}): Entry {
    const sealed = over.sealed ?? p.random(512);
    const outside = { number: p.random(16), rev: 0, gen: item.body.gen, lane: 0, chunks: 0, sealed };
    return signEntry(p, this.seed, item.drop, { ...outside, ...over, sealed });
  }

  /** The reactions entry of this author. */
  reactions(item: Pick<TestItem, 'drop' | 'body'>, over: Partial<Entry> = {}): Entry {
    const sealed = p.random(LIMITS.reaction);
    return this.entry(item, { number: REACTIONS_NUMBER, lane: 1, sealed, ...over });
  }

  /** The card of this author. */
  card(item: Pick<TestItem, 'drop' | 'body'>): Entry {
    return this.entry(item, { number: CARD_NUMBER, sealed: p.random(2048) });
  }

  chunk(
    item: Pick<TestItem, 'drop'>,
    entry: Entry,
    at: number,
    number: number,
    bytes: Uint8Array,
  ): Args<typeof putChunk> {
    const placed = { drop: item.drop, entry: this.id(entry), rev: entry.rev, number, bytes };
    return { ...placed, at, sig: signChunk(p, this.seed, placed) };
  }

  id(entry: Entry): Uint8Array {
    return entryId(p, entry.key, entry.number);
  }
}

/** A credential as a server sees one; whether it is good the ID server says. */
export function credential(): Credential {
  return { epoch: Math.floor(NOW / 86_400_000), nonce: p.random(32), mac: p.random(32), salt: p.random(16) };
}
