import { same } from '../bytes.ts';
import { decodeAs, encodeAs } from '../protocol/command.ts';
import { MalformedError } from '../protocol/errors.ts';
import { OwnersRecord, type SignedRecord } from '../protocol/item.ts';
import { dropOf, itemId } from './outside.ts';
import type { Primitives } from './primitives.ts';
import { signTagged, tagged, verifyTagged } from './tagged.ts';

/** Owner's records (wire 4): a chain of signatures from the newest back to the item's id. */

/** Signs a record with the seed of an owner key of the record before (number 0: of its own first owner). */
export function signRecord(p: Primitives, ownerSeed: Uint8Array, record: OwnersRecord): SignedRecord {
  const bytes = encodeAs(OwnersRecord, record);
  return { record: bytes, by: p.signKey(ownerSeed), sig: signTagged(p, ownerSeed, 'record', bytes) };
}

/** The record inside, unchecked; throws MalformedError. */
export function readRecord(signed: SignedRecord): OwnersRecord {
  return decodeAs(OwnersRecord, signed.record);
}

/** What the next record names as `previous`, 32 bytes. */
export function recordHash(p: Primitives, signed: SignedRecord): Uint8Array {
  return tagged(p, 'record', signed.record);
}

/** The record number 0 of an item and the id and drop it makes; null where it is none. */
export function checkFirst(
  p: Primitives,
  signed: SignedRecord,
): { record: OwnersRecord; id: Uint8Array; drop: Uint8Array } | null {
  const record = readOrNull(signed);
  const owner = record?.owners[0];
  if (record === null || owner === undefined) return null;
  if (record.number !== 0 || record.previous !== null || !same(signed.by, owner)) return null;
  if (!verifyTagged(p, signed.by, signed.sig, 'record', signed.record)) return null;
  const id = itemId(p, owner);
  return { record, id, drop: dropOf(p, id) };
}

/**
 * The record in `next` where it rightly follows `before` (which the caller checked); null where it does not.
 * Kind and origin never change; the generation stays, or rises by one and brings the old key along.
 */
export function checkNext(p: Primitives, before: SignedRecord, next: SignedRecord): OwnersRecord | null {
  const [last, record] = [readOrNull(before), readOrNull(next)];
  if (last === null || record === null) return null;
  const follows =
    record.number === last.number + 1 &&
    record.previous !== null &&
    same(record.previous, recordHash(p, before)) &&
    record.kind === last.kind &&
    sameOrigin(record, last) &&
    (record.gen === last.gen || (record.gen === last.gen + 1 && record.old !== undefined));
  if (!follows || !last.owners.some((owner) => same(owner, next.by))) return null;
  return verifyTagged(p, next.by, next.sig, 'record', next.record) ? record : null;
}

/**
 * The records of a chain, oldest first, back to the item id. Without `from` the chain begins with number 0;
 * with it, it goes on from that record (checked before), and an empty chain is right. Null where anything is wrong.
 */
export function checkChain(
  p: Primitives,
  id: Uint8Array,
  chain: SignedRecord[],
  from?: SignedRecord,
): OwnersRecord[] | null {
  const records: OwnersRecord[] = [];
  let before = from;
  for (const signed of chain) {
    const record = before === undefined ? firstOf(p, id, signed) : checkNext(p, before, signed);
    if (record === null) return null;
    records.push(record);
    before = signed;
  }
  return before === undefined ? null : records;
}

/**
 * The drop entries of an item are signed and sealed for, and entry keys derived from: its own,
 * or its origin's where the item is the new address of another one (DESIGN section 3).
 */
export function entryDrop(p: Primitives, drop: Uint8Array, record: OwnersRecord): Uint8Array {
  return record.origin === undefined ? drop : dropOf(p, record.origin.id);
}

function firstOf(p: Primitives, id: Uint8Array, signed: SignedRecord): OwnersRecord | null {
  const first = checkFirst(p, signed);
  return first !== null && same(first.id, id) ? first.record : null;
}

function sameOrigin(a: OwnersRecord, b: OwnersRecord): boolean {
  if (a.origin === undefined || b.origin === undefined) return a.origin === b.origin;
  return same(a.origin.id, b.origin.id);
}

function readOrNull(signed: SignedRecord): OwnersRecord | null {
  try {
    return readRecord(signed);
  } catch (error) {
    if (error instanceof MalformedError) return null;
    throw error;
  }
}
