import { concat, readU64, u64 } from '../bytes.ts';
import { frame } from '../protocol/frame.ts';
import type { OwnersRecord, SignedRecord } from '../protocol/item.ts';
import { dropOf, itemId } from './outside.ts';
import type { Primitives } from './primitives.ts';
import { readRecord, signRecord } from './record.ts';
import { derive, tagged } from './tagged.ts';
import type { ClientPrimitives } from './xchacha.ts';

/** The keys of items (wire 4): who owns one, who may append, what its entries are sealed with. */

/** Seed of the owner key of the item whose record has this salt (16 bytes). */
export function ownerSeed(p: Primitives, contentSeed: Uint8Array, salt: Uint8Array): Uint8Array {
  return derive(p, 'owner', contentSeed, salt, 32);
}

/** The salt of everybody's vault (16 bytes): its owner key is found with the content seed alone. */
export function vaultSalt(p: Primitives): Uint8Array {
  return tagged(p, 'vault salt').slice(0, 16);
}

/** Seed of the append key that readers of an item have, in a generation. */
export function appendSeed(p: Primitives, itemKey: Uint8Array, drop: Uint8Array, gen: number): Uint8Array {
  return derive(p, 'append', itemKey, drop, 32, gen);
}

/** A new item: its names, its owner key's seed, and its signed record number 0. */
export interface NewItem {
  id: Uint8Array;
  drop: Uint8Array;
  ownerSeed: Uint8Array;
  record: SignedRecord;
}

/** Makes an item of one's own. `salt` (16): random, or the vault's. Owners besides oneself go behind. */
export function newItem(
  p: Primitives,
  contentSeed: Uint8Array,
  what: Pick<OwnersRecord, 'kind' | 'salt' | 'quota' | 'append' | 'comments'> & Partial<OwnersRecord>,
): NewItem {
  const seed = ownerSeed(p, contentSeed, what.salt);
  const owner = p.signKey(seed);
  const id = itemId(p, owner);
  const owners = [owner, ...(what.owners ?? [])];
  const record = signRecord(p, seed, { gen: 0, ...what, owners, number: 0, previous: null });
  return { id, drop: dropOf(p, id), ownerSeed: seed, record };
}

/** `old` of a re-key's record: the key before, sealed under the new one. `gen` is the new generation. */
export function sealOldKey(
  p: ClientPrimitives,
  newKey: Uint8Array,
  drop: Uint8Array,
  gen: number,
  old: { gen: number; key: Uint8Array },
): Uint8Array {
  const nonce = p.random(24);
  const key = derive(p, 'rekey', newKey, nonce, 32);
  return concat(nonce, p.xseal(key, nonce, frame('rekey', drop, gen), concat(u64(old.gen), old.key)));
}

/** The generation and key (32) before, out of a record's `old`; null where key, drop, generation or bytes are wrong. */
export function openOldKey(
  p: ClientPrimitives,
  newKey: Uint8Array,
  drop: Uint8Array,
  gen: number,
  old: Uint8Array,
): { gen: number; key: Uint8Array } | null {
  const nonce = old.slice(0, 24);
  const plain = p.xopen(
    derive(p, 'rekey', newKey, nonce, 32),
    nonce,
    frame('rekey', drop, gen),
    old.slice(24),
  );
  if (plain?.length !== 40) return null;
  try {
    return { gen: readU64(plain), key: plain.slice(8) };
  } catch {
    return null;
  }
}

/**
 * All item keys that can be reached from one of generation `gen`, by generation: each re-key's record holds the key before.
 * `records` are the item's, checked and oldest first. A generation whose `old` does not open ends the search there.
 */
export function keysBefore(
  p: ClientPrimitives,
  drop: Uint8Array,
  records: SignedRecord[],
  newest: { gen: number; key: Uint8Array },
): Map<number, Uint8Array> {
  const keys = new Map([[newest.gen, newest.key]]);
  for (const record of records.map(readRecord).reverse()) {
    const key = keys.get(record.gen);
    if (key === undefined || record.old === undefined || keys.has(record.gen - 1)) continue;
    const before = openOldKey(p, key, drop, record.gen, record.old);
    if (before !== null && before.gen < record.gen) keys.set(before.gen, before.key);
  }
  return keys;
}
