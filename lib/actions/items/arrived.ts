import { readEntry } from '../../crypto/entry.ts';
import type { EntryRow } from '../../db/items.ts';
import type { StoredEntry } from '../../protocol/item.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { Service } from '../service.ts';
import { announceEntry } from './announce.ts';
import { rowKey, signingDrop } from './mine.ts';

/**
 * Notes that an own entry stands at the server as `stored`, which fulfils wish number `want`: then its large bytes go
 * there, and then, or at once where it has none, those are told who should know. In a transaction.
 */
export async function putDone(
  service: Service,
  drop: string,
  entry: string,
  stored: StoredEntry,
  want: number,
): Promise<void> {
  const { db, p } = service;
  const [item, row] = await Promise.all([db.items.get(drop), db.entries.get(rowKey(drop, entry))]);
  const itemKey = item?.itemKeys.find(({ gen }) => gen === stored.gen)?.key;
  if (item === undefined || row === undefined || itemKey === undefined) return;
  if (row.state === 'removed') return;
  const read = readEntry(p, { drop: signingDrop(service, item), itemKey }, stored);
  delete row.sending;
  if (read !== null) row.opening = read.opening;
  const there: EntryRow = { ...row, stored, at: stored.at, sent: Math.max(row.sent, want), state: 'there' };
  await db.entries.put(there);
  if (stored.chunks > 0)
    await enqueue(service, 'chunks', { drop, entry }, { id: `chunks:${drop}:${entry}`, drop });
  else await announceEntry(service, item, there);
}
