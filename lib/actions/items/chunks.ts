import { fromHex, hex } from '../../bytes.ts';
import { sealChunk } from '../../crypto/chunk.ts';
import { signChunk } from '../../crypto/rights.ts';
import type { EntryRow, ItemRow } from '../../db/items.ts';
import { putChunk } from '../../protocol/commands/content.ts';
import type { Blob } from '../../protocol/inside.ts';
import { LIMITS } from '../../protocol/item.ts';
import { askContent } from '../ask.ts';
import { DONE, type Performer } from '../outbox/outcome.ts';
import type { Service } from '../service.ts';
import { announce } from './announce.ts';
import { blobsOf } from './blobs.ts';
import { type Hand, handFor, rowKey } from './mine.ts';

/**
 * Brings the chunks of an own entry's revision, one after the other, each counted once it is there; then those are told
 * who should know. Chunks are sealed the same every time, so nothing sealed is kept.
 */
export const performChunks: Performer<'chunks'> = async (service, { args: { drop, entry } }) => {
  const { db } = service;
  const [item, row] = [await db.items.get(drop), await db.entries.get(rowKey(drop, entry))];
  if (item === undefined || row?.stored === undefined || row.body === null) return DONE;
  if (item.state === 'deleted' || row.state === 'removed') return DONE;
  const hand = await handFor(service, item);
  const { rev } = row.stored;
  let there = row.up?.rev === rev ? row.up.count : 0;
  for (const blob of blobsOf(row.body)) {
    if (blob.first + blob.count <= there) continue;
    const kept = await db.blobs.get(hex(blob.hash));
    if (kept === undefined) return { is: 'refused', code: 'invalid' };
    for (let i = Math.max(0, there - blob.first); i < blob.count; i++) {
      await bring(service, item, row, hand, blob, i, kept.bytes);
      there = blob.first + i + 1;
      await db.entries.update(row.key, { up: { rev, count: there } });
    }
  }
  return { is: 'done', write: () => announce(service, drop, entry) };
};

async function bring(
  service: Service,
  item: ItemRow,
  row: EntryRow,
  hand: Hand,
  blob: Blob,
  i: number,
  plaintext: Uint8Array,
): Promise<void> {
  if (row.stored === undefined) return;
  const { p } = service;
  const { rev, at } = row.stored;
  const entry = fromHex(row.entry);
  const part = plaintext.subarray(i * LIMITS.chunk, (i + 1) * LIMITS.chunk);
  const bytes = sealChunk(p, { drop: hand.drop, entry }, blob, i, part);
  const placed = { drop: fromHex(item.drop), entry, rev, number: blob.first + i, bytes };
  const sig = signChunk(p, hand.seed, placed);
  await askContent(service, item.server, putChunk, { ...placed, at, sig });
}
