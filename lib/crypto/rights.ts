import { concat, hex } from '../bytes.ts';
import type { Entry } from '../protocol/item.ts';
import { entryId } from './outside.ts';
import type { Primitives } from './primitives.ts';
import { signTagged, tagged, verifyTagged } from './tagged.ts';

/**
 * Proofs of rights at a content server (wire 11): how each is made and, beside it, how it is checked. A check says that
 * `key` signed exactly this; whether that key has the right (append set, owners, entry key) its caller looks up.
 */

type Bytes = Uint8Array;
/** Members `key` (32) and `sig` (64) of a command's arguments. */
export interface Proof {
  key: Bytes;
  sig: Bytes;
}

/** The proof of `content.append`: by the seed of the append key, or of an owner key where owners append. */
export function proveAppend(p: Primitives, seed: Bytes, drop: Bytes, gen: number, entries: Entry[]): Proof {
  return prove(p, seed, 'append', drop, gen, idsOf(p, entries));
}
/** Whether `key` signed an append of exactly these entries to this drop and generation. */
export function checkAppend(
  p: Primitives,
  args: Proof & { drop: Bytes; gen: number; entries: Entry[] },
): boolean {
  return proves(p, args, 'append', args.drop, args.gen, idsOf(p, args.entries));
}

/** The proof of `content.edit` of an entry at its new revision, by the seed of the append key. */
export function proveEdit(p: Primitives, seed: Bytes, drop: Bytes, gen: number, entry: Entry): Proof {
  return prove(p, seed, 'edit', drop, gen, entryId(p, entry.key, entry.number), entry.rev);
}
/** Whether `key` signed an edit of this entry at this revision and generation. */
export function checkEdit(p: Primitives, args: Proof & { drop: Bytes; gen: number; entry: Entry }): boolean {
  const id = entryId(p, args.entry.key, args.entry.number);
  return proves(p, args, 'edit', args.drop, args.gen, id, args.entry.rev);
}

/**
 * The proof of `content.remove`, by the seed of the entry key or an owner key. `entry` is the entry's id; `drop` the one
 * the entry is signed for, so that the tombstone stays good when the item moves.
 */
export function proveRemove(p: Primitives, seed: Bytes, drop: Bytes, entry: Bytes): Proof {
  return prove(p, seed, 'remove', drop, entry);
}
/** Whether `key` signed the removal of the entry with this id. */
export function checkRemove(p: Primitives, args: Proof & { drop: Bytes; entry: Bytes }): boolean {
  return proves(p, args, 'remove', args.drop, args.entry);
}

/** The proof of `content.keys`, by the seed of an owner key; `appendKeys` as appendKeySet made them. */
export function proveKeys(
  p: Primitives,
  seed: Bytes,
  drop: Bytes,
  number: number,
  appendKeys: Bytes[],
): Proof {
  return prove(p, seed, 'keys', drop, number, concat(...appendKeys));
}
/** Whether `key` signed exactly this set of append keys under this number. */
export function checkKeys(
  p: Primitives,
  args: Proof & { drop: Bytes; number: number; appendKeys: Bytes[] },
): boolean {
  return proves(p, args, 'keys', args.drop, args.number, concat(...args.appendKeys));
}

/** The proof of `content.take`, by the seed of an owner key; `entries` are entry ids of letters. */
export function proveTake(p: Primitives, seed: Bytes, drop: Bytes, entries: Bytes[]): Proof {
  return prove(p, seed, 'take', drop, concat(...entries));
}
/** Whether `key` signed the taking of exactly these letters. */
export function checkTake(p: Primitives, args: Proof & { drop: Bytes; entries: Bytes[] }): boolean {
  return proves(p, args, 'take', args.drop, concat(...args.entries));
}

/** The proof of `content.delete`, by the seed of an owner key: kept for ever as the sign that the item is gone. */
export function proveDelete(p: Primitives, seed: Bytes, drop: Bytes): Proof {
  return prove(p, seed, 'delete', drop);
}
/** Whether `key` signed the deletion of the item of this drop. */
export function checkDelete(p: Primitives, args: Proof & { drop: Bytes }): boolean {
  return proves(p, args, 'delete', args.drop);
}

/** A chunk at its place: the arguments of `content.chunk.put` that its signature covers. */
export interface PlacedChunk {
  drop: Bytes;
  entry: Bytes;
  rev: number;
  number: number;
  bytes: Bytes;
}
/** The signature of `content.chunk.put`. `entrySeed`: the seed of the key of the entry the chunk belongs to. */
export function signChunk(p: Primitives, entrySeed: Bytes, chunk: PlacedChunk): Bytes {
  const { drop, entry, rev, number, bytes } = chunk;
  return signTagged(p, entrySeed, 'chunk', drop, entry, rev, number, p.sha256(bytes));
}
/** Whether the entry's key signed this chunk at this place. `entryKey`: the public key of the stored entry the chunk belongs to. */
export function checkChunk(p: Primitives, entryKey: Bytes, args: PlacedChunk & { sig: Bytes }): boolean {
  const { drop, entry, rev, number, bytes } = args;
  return verifyTagged(p, entryKey, args.sig, 'chunk', drop, entry, rev, number, p.sha256(bytes));
}

/** What a server keeps of an append key: 32 bytes. */
export function appendKeyHash(p: Primitives, appendKey: Bytes): Bytes {
  return tagged(p, 'append key', appendKey);
}

/**
 * The set an owner hands in for these append public keys: their hashes among random ones, 16·2^n in all (at most 1,024)
 * and sorted, so that neither number nor place tells how many Friends there are. RangeError for more than 1,024 keys.
 */
export function appendKeySet(p: Primitives, appendKeys: Bytes[]): Bytes[] {
  if (appendKeys.length > 1024) throw new RangeError('at most 1,024 append keys');
  const set = appendKeys.map((key) => appendKeyHash(p, key));
  let size = 16;
  while (size < set.length) size *= 2;
  while (set.length < size) set.push(p.random(32));
  return set.sort((a, b) => (hex(a) < hex(b) ? -1 : 1));
}

function idsOf(p: Primitives, entries: Entry[]): Bytes {
  return concat(...entries.map((entry) => entryId(p, entry.key, entry.number)));
}

function prove(p: Primitives, seed: Bytes, label: string, ...parts: (Bytes | number)[]): Proof {
  return { key: p.signKey(seed), sig: signTagged(p, seed, label, ...parts) };
}

function proves(p: Primitives, proof: Proof, label: string, ...parts: (Bytes | number)[]): boolean {
  return verifyTagged(p, proof.key, proof.sig, label, ...parts);
}
