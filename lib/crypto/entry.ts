import { concat, sameSecret } from '../bytes.ts';
import { decode, encode } from '../protocol/codec.ts';
import { check } from '../protocol/command.ts';
import { frame } from '../protocol/frame.ts';
import type { EntryBody } from '../protocol/inside.ts';
import {
  CARD_NUMBER,
  type Entry,
  LIMITS,
  Opening,
  REACTIONS_NUMBER,
  SEALED_SIZES,
  type StoredEntry,
} from '../protocol/item.ts';
import { checkInside, type Place, type Said, type Seen, signInside } from './author.ts';
import { checkEntry, entryId, signEntry } from './outside.ts';
import { pad, unpad } from './padding.ts';
import type { Primitives } from './primitives.ts';
import { derive } from './tagged.ts';
import type { ClientPrimitives } from './xchacha.ts';

/** Sealing and opening entries (wire 4). */

const OVERHEAD = 24 + 32 + 16 + 4;

/** An entry that does not fit 8 KiB: its text goes to chunks (`long`). */
export class EntryTooLargeError extends Error {
  override name = 'EntryTooLargeError';
}

/** Seed of one's entry key in an item: K("entry", content seed, drop). */
export function entrySeed(p: Primitives, contentSeed: Uint8Array, drop: Uint8Array): Uint8Array {
  return derive(p, 'entry', contentSeed, drop, 32);
}

/** Where an entry's revision is sealed for, and under which item key (32) of which generation. */
export interface Sealing extends Place {
  itemKey: Uint8Array;
  gen: number;
}

/** Seals an inside in the smallest size that holds it and is at least `least`. Throws EntryTooLargeError. */
export function sealEntry(p: ClientPrimitives, at: Sealing, inside: Opening, least = 0): Uint8Array {
  const body = encode(inside);
  const size = SEALED_SIZES.find((one) => one >= least && one - OVERHEAD >= body.length);
  if (size === undefined) throw new EntryTooLargeError('the entry does not fit 8 KiB');
  const nonce = p.random(24);
  const { key, commitment } = keysOf(p, at, nonce);
  const padded = pad(body, size - OVERHEAD + 4);
  return concat(nonce, commitment, p.xseal(key, nonce, aad(at), padded));
}

/** Opens what sealEntry made; null where key, place or any byte is wrong. The signature inside is not checked yet. */
export function openEntry(p: ClientPrimitives, at: Sealing, sealed: Uint8Array): Opening | null {
  if (!SEALED_SIZES.some((size) => size === sealed.length)) return null;
  const nonce = sealed.slice(0, 24);
  const { key, commitment } = keysOf(p, at, nonce);
  if (!sameSecret(commitment, sealed.subarray(24, 56))) return null;
  const padded = p.xopen(key, nonce, aad(at), sealed.slice(56));
  const body = padded && unpad(padded);
  if (body === null) return null;
  try {
    return check(Opening, decode(body));
  } catch {
    return null;
  }
}

/** What somebody who writes an entry has. `drop` is the one entries are signed for (record.ts, entryDrop). */
export interface Writing {
  contentSeed: Uint8Array;
  deviceSeed: Uint8Array;
  drop: Uint8Array;
  itemKey: Uint8Array;
  gen: number;
  /** 16 bytes, made once with the deed; cards and reactions have numbers of their own, whatever stands here. */
  number: Uint8Array;
  rev: number;
  seen: Seen;
  body: EntryBody;
  /** How many chunks belong to this revision (0 where left out). */
  chunks?: number;
}

/** Makes an entry, signed inside by the device and outside by the entry key. Throws EntryTooLargeError, MalformedError. */
export function writeEntry(p: ClientPrimitives, writing: Writing): Entry {
  const { drop, itemKey, gen, rev } = writing;
  const lane = writing.body.is === 'reactions' ? 1 : 0;
  const number = numberFor(writing.body, writing.number);
  const seed = entrySeed(p, writing.contentSeed, drop);
  const entry = entryId(p, p.signKey(seed), number);
  const inside = signInside(p, writing.deviceSeed, { drop, entry, rev }, writing.seen, writing.body);
  const sealed = sealEntry(p, { drop, entry, rev, itemKey, gen }, inside, lane === 1 ? LIMITS.reaction : 0);
  return signEntry(p, seed, drop, { number, rev, gen, lane, chunks: writing.chunks ?? 0, sealed });
}

/** An entry read: what it says, and its opening, which a report would show. */
export interface ReadEntry extends Said {
  id: Uint8Array;
  opening: Opening;
}

/**
 * Opens an entry and checks both its signatures; null where anything is wrong, or it is a tombstone. `drop` as in
 * Writing; `itemKey` is the key of the entry's generation. Whose device signed is `authorOf` its key's card.
 */
export function readEntry(
  p: ClientPrimitives,
  item: { drop: Uint8Array; itemKey: Uint8Array },
  stored: Entry | StoredEntry,
): ReadEntry | null {
  if (('gone' in stored && stored.gone !== undefined) || !checkEntry(p, item.drop, stored)) return null;
  const id = entryId(p, stored.key, stored.number);
  const at = { ...item, entry: id, rev: stored.rev, gen: stored.gen };
  const opening = openEntry(p, at, stored.sealed);
  const said = opening && checkInside(p, opening, at);
  return opening && said && { ...said, id, opening };
}

function numberFor(body: EntryBody, number: Uint8Array): Uint8Array {
  if (body.is === 'reactions') return REACTIONS_NUMBER;
  return body.is === 'card' ? CARD_NUMBER : number;
}

function keysOf(p: Primitives, at: Sealing, nonce: Uint8Array): { key: Uint8Array; commitment: Uint8Array } {
  const secret = derive(p, 'entry secret', at.itemKey, at.entry, 32, at.gen, at.rev);
  const both = derive(p, 'entry seal', secret, nonce, 64);
  return { key: both.slice(0, 32), commitment: both.slice(32) };
}

function aad(at: Sealing): Uint8Array {
  return frame('entry', at.drop, at.entry, at.rev, at.gen);
}
