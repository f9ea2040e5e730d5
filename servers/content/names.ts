import { base64url } from '../../lib/bytes.ts';
import type { Primitives } from '../../lib/crypto/primitives.ts';
import { derive } from '../../lib/crypto/tagged.ts';
import { frame } from '../../lib/protocol/frame.ts';

/** How many streams the items are spread over. */
export const SHARDS = 64;

/** Where an item is kept: nothing of it leads back to the drop without the operator's key. */
export interface Place {
  /** 0 to 63. */
  readonly shard: number;
  /** Keyed hash of the drop, 22 characters. */
  readonly name: string;
}

/** The two keys a store needs, both made of the operator's. */
export interface StoreKeys {
  /** For names of things. */
  readonly names: Uint8Array;
  /** For values. */
  readonly values: Uint8Array;
}

export function storeKeys(p: Primitives, operatorKey: Uint8Array): StoreKeys {
  const none = new Uint8Array(0);
  return {
    names: derive(p, 'content names', operatorKey, none, 32),
    values: derive(p, 'content values', operatorKey, none, 32),
  };
}

/** The place of a drop (32). */
export function placeOf(p: Primitives, keys: StoreKeys, drop: Uint8Array): Place {
  const hash = p.hmac(keys.names, frame('drop', drop));
  return { shard: (hash[31] ?? 0) % SHARDS, name: base64url(hash.subarray(0, 16)) };
}

/** A name (22 characters) for an entry key, in an item or anywhere, in buckets. */
export function keyName(p: Primitives, keys: StoreKeys, key: Uint8Array): string {
  return base64url(p.hmac(keys.names, frame('entry key', key)).subarray(0, 16));
}

/** Stream of a shard. */
export function streamOf(shard: number): string {
  return `ITEMS_${two(shard)}`;
}

/** Subjects a shard's stream keeps. */
export function subjectsOf(shard: number): string {
  return `i.${two(shard)}.>`;
}

export function itemSubject(place: Place): string {
  return `i.${two(place.shard)}.${place.name}`;
}

export function headSubject(place: Place): string {
  return `${itemSubject(place)}.h`;
}

/** The rest of a page's subject after the item's. */
export function pageSuffix(name: Uint8Array): string {
  return `p.${base64url(name)}`;
}

/** The rest of a chunk's subject; without a number that of all of the entry's revision. */
export function chunkSuffix(entry: Uint8Array, rev: number, number?: number): string {
  return `c.${base64url(entry.subarray(0, 16))}.${rev}.${number ?? '>'}`;
}

/** Where the writer of a shard takes jobs, inside the operator's STORE account. */
export function writerSubject(operator: string, shard: number): string {
  return `c.${operator}.writer.${two(shard)}`;
}

/** Where writers tell that an item has a new head. */
export function newsSubject(operator: string): string {
  return `c.${operator}.heads`;
}

function two(shard: number): string {
  return String(shard).padStart(2, '0');
}
