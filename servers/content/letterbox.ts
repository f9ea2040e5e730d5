import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { tagged } from '../../lib/crypto/tagged.ts';
import { hasWork } from '../../lib/crypto/work.ts';
import { CommandError } from '../../lib/protocol/errors.ts';
import type { OwnersRecord } from '../../lib/protocol/item.ts';
import type { Head } from './head.ts';
import type { Item } from './item.ts';
import { laneCount, slotsOf } from './lane.ts';
import type { Rules } from './rules.ts';
import { entryOf } from './slot.ts';
import { leaves } from './tree.ts';

/** Unread letters from which on a strangers' mailbox is under load: then a letter costs work beside its credential. */
export const LOADED = 50;

/**
 * Throws `work-needed`, its detail the bits, unless the letter's work is enough: what the owner's record asks, and under
 * load what the network does. Work is done for T("append work", drop, entry id).
 */
export function needWork(
  head: Head,
  record: OwnersRecord,
  id: Uint8Array | undefined,
  args: { drop: Uint8Array; work?: Uint8Array | undefined },
  rules: Rules,
): void {
  const loaded = laneCount(head.lanes[0]) >= LOADED;
  const bits = Math.max(record.work ?? 0, loaded ? rules.strangerBits() : 0);
  if (bits === 0 || id === undefined) return;
  const work = args.work ?? new Uint8Array(0);
  if (!hasWork(p, tagged(p, 'append work', args.drop, id), work, bits))
    throw new CommandError('work-needed', String(bits));
}

/** Lets the oldest letter go: a strangers' mailbox keeps the newest. */
export async function dropOldest(item: Item): Promise<void> {
  const { head } = item.living();
  const [lane] = head.lanes;
  for await (const leaf of leaves(lane.tree, item, 'oldest', () => true)) {
    const slot = (await slotsOf(leaf, item))[0];
    if (slot === undefined) continue;
    item.dropChunks(slot.id, entryOf(slot).rev);
    await item.set({ lane: 0, slot, leaf }, null);
    return;
  }
  const slot = lane.slots[0];
  if (slot === undefined) return;
  if (slot.got.length > 0) item.dropChunks(slot.id, entryOf(slot).rev);
  await item.set({ lane: 0, slot, leaf: null }, null);
}
