import { hex } from '../../bytes.ts';
import { readEntry } from '../../crypto/entry.ts';
import { checkStored } from '../../crypto/outside.ts';
import { readRecord } from '../../crypto/record.ts';
import type { EntryRow, ItemRow } from '../../db/items.ts';
import type { StoredEntry } from '../../protocol/item.ts';
import type { Sender } from '../letters/handler.ts';
import type { Service } from '../service.ts';
import { ingest } from './ingest.ts';
import { rowKey, signingDrop } from './mine.ts';
import { notice } from './notice.ts';
import { idOf } from './seal.ts';

/**
 * Shows an entry that its author's letter brought, before its server was asked: signed inside by a device of the very
 * person who wrote the letter. What is here already, read from the server, is left alone. In a transaction.
 */
export async function showTold(
  service: Service,
  item: ItemRow,
  sender: Pick<Sender, 'user'>,
  stored: StoredEntry,
): Promise<void> {
  const { db, p } = service;
  const owners = item.records.flatMap((record) => readRecord(record).owners);
  const drop = signingDrop(service, item);
  if (!checkStored(p, drop, stored, owners)) return;
  const key = rowKey(item.drop, idOf(service, stored));
  const before = await db.entries.get(key);
  if (stored.gone !== undefined || (before?.stored !== undefined && before.stored.rev >= stored.rev)) return;
  const itemKey = item.itemKeys.find(({ gen }) => gen === stored.gen)?.key;
  const read = itemKey === undefined ? null : readEntry(p, { drop, itemKey }, stored);
  const device = read && (await db.devices.get(hex(read.opening.device)));
  if (!read || device?.user !== sender.user || device.revoked) return;
  if (before !== undefined && before.author !== sender.user) return;
  const [arrived] = await ingest(service, item, [stored]);
  if (arrived === undefined) return;
  const row: EntryRow = { ...arrived.row, author: sender.user, state: 'told' };
  await db.entries.put(row);
  await notice(service, item, row, false);
}
