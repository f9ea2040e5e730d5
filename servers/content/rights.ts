import { same } from '../../lib/bytes.ts';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { appendKeyHash } from '../../lib/crypto/rights.ts';
import { CommandError } from '../../lib/protocol/errors.ts';
import { LIMITS, type OwnersRecord } from '../../lib/protocol/item.ts';
import type { Head } from './head.ts';
import type { Item } from './item.ts';

/** As what somebody appends. A ghost held a key that was taken away: answered like a friend, and kept nowhere. */
export type Appender = 'owner' | 'reader' | 'ghost';

export function isOwner(record: OwnersRecord, key: Uint8Array): boolean {
  return record.owners.some((owner) => same(owner, key));
}

/** Throws `forbidden` for a key that is no owner's. */
export function needOwner(record: OwnersRecord, key: Uint8Array): void {
  if (!isOwner(record, key)) throw new CommandError('forbidden');
}

/**
 * As what the holder of `key`, who believes in generation `gen`, may append (DESIGN section 3, "Rights").
 * Throws `closed`, `rekeyed`, `conflict` (a generation to come) or `forbidden`.
 */
export async function appenderOf(
  item: Item,
  record: OwnersRecord,
  key: Uint8Array,
  gen: number,
): Promise<Appender> {
  const hidden = record.kind === 'mailbox' && record.append === 'friends';
  const owner = isOwner(record, key);
  if (!owner && !record.comments) throw new CommandError('closed');
  if (gen !== record.gen && !hidden) throw new CommandError(gen < record.gen ? 'rekeyed' : 'conflict');
  if (owner) return 'owner';
  if (record.append === 'strangers') return 'reader';
  if (record.append === 'owners') throw new CommandError('forbidden');
  const known = gen === record.gen && (await item.hasAppendKey(appendKeyHash(p, key)));
  if (known) return 'reader';
  if (hidden) return 'ghost';
  throw new CommandError('forbidden');
}

/** Throws `quota` where so many bytes more have no room in the item. */
export function needRoom(head: Head, record: OwnersRecord, more: number): void {
  if (more > 0 && head.used + more > Math.min(record.quota, LIMITS.quota)) throw new CommandError('quota');
}

/** Throws `moved` for an item whose record says that it is elsewhere: nothing is added to it any more. */
export function needHere(record: OwnersRecord): void {
  if (record.moved !== undefined) throw new CommandError('moved');
}
