import { same } from '../bytes.ts';
import { type Entry, LIMITS, REACTIONS_NUMBER, SEALED_SIZES, type StoredEntry } from '../protocol/item.ts';
import type { Primitives } from './primitives.ts';
import { signTagged, tagged, verifyTagged } from './tagged.ts';

/** The outside of items and entries (wire 4): what a content server checks without being able to open anything. */

/** The id of an item: 32 bytes, the hash of its first owner key (32). Who knows it may read. */
export function itemId(p: Primitives, firstOwner: Uint8Array): Uint8Array {
  return tagged(p, 'item', firstOwner);
}

/** The drop of an item (32 bytes): its name for writing, signing and additional data; shows nothing of the id. */
export function dropOf(p: Primitives, id: Uint8Array): Uint8Array {
  return tagged(p, 'drop', id);
}

/** The id of an entry (32 bytes): of its entry public key (32) and the number (16) made with the deed. */
export function entryId(p: Primitives, key: Uint8Array, number: Uint8Array): Uint8Array {
  return tagged(p, 'entry', key, number);
}

/** Signs the outside of an entry with the seed of its entry key. `drop` is the one entries are signed for. */
export function signEntry(
  p: Primitives,
  entrySeed: Uint8Array,
  drop: Uint8Array,
  outside: Omit<Entry, 'key' | 'sig'>,
): Entry {
  const entry = { ...outside, key: p.signKey(entrySeed) };
  return { ...entry, sig: signTagged(p, entrySeed, 'entry sealed', ...covered(p, drop, entry)) };
}

/** Whether an entry has its form and its entry key signed it for this drop. Says nothing of removed ones: `checkStored`. */
export function checkEntry(p: Primitives, drop: Uint8Array, entry: Entry): boolean {
  return (
    isWellFormed(entry) && verifyTagged(p, entry.key, entry.sig, 'entry sealed', ...covered(p, drop, entry))
  );
}

/** Whether sealed size, lane and number fit each other: reactions, and nothing else, are lane 1, 1,024 bytes, without chunks. */
export function isWellFormed(entry: Pick<Entry, 'number' | 'lane' | 'chunks' | 'sealed'>): boolean {
  const reactions = same(entry.number, REACTIONS_NUMBER);
  if (reactions !== (entry.lane === 1)) return false;
  if (reactions) return entry.sealed.length === LIMITS.reaction && entry.chunks === 0;
  return SEALED_SIZES.some((size) => size === entry.sealed.length);
}

/** What stays of an entry that its author or an owner removed at revision `mod`, by a proof of rights.ts. */
export function tombstone(
  stored: StoredEntry,
  mod: number,
  by: 'author' | 'owner',
  proof: { key: Uint8Array; sig: Uint8Array },
): StoredEntry {
  return {
    ...stored,
    chunks: 0,
    sealed: new Uint8Array(0),
    sig: new Uint8Array(64),
    mod,
    gone: { by, key: proof.key, sig: proof.sig },
  };
}

/**
 * Whether an entry as a server shows it is its author's, or a tombstone signed by its author or by one of `owners`
 * (the owner keys of all the item's records: who removed it may be no owner any more).
 */
export function checkStored(
  p: Primitives,
  drop: Uint8Array,
  stored: StoredEntry,
  owners: Uint8Array[],
): boolean {
  const { gone } = stored;
  if (stored.mod < stored.at) return false;
  if (gone === undefined) return checkEntry(p, drop, stored);
  const bare = stored.sealed.length === 0 && stored.chunks === 0 && stored.sig.every((byte) => byte === 0);
  const mayRemove =
    gone.by === 'author' ? same(gone.key, stored.key) : owners.some((owner) => same(owner, gone.key));
  return (
    bare &&
    mayRemove &&
    verifyTagged(p, gone.key, gone.sig, 'remove', drop, entryId(p, stored.key, stored.number))
  );
}

function covered(p: Primitives, drop: Uint8Array, entry: Omit<Entry, 'sig'>) {
  const id = entryId(p, entry.key, entry.number);
  return [drop, id, entry.rev, entry.gen, entry.lane, entry.chunks, p.sha256(entry.sealed)] as const;
}
