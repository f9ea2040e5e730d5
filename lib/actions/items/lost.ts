import { fromHex, same } from '../../bytes.ts';
import { itemId } from '../../crypto/outside.ts';
import { readRecord } from '../../crypto/record.ts';
import { checkDelete } from '../../crypto/rights.ts';
import type { ItemRow } from '../../db/items.ts';
import { gone } from '../../protocol/commands/content.ts';
import { CommandError } from '../../protocol/errors.ts';
import { askContent } from '../ask.ts';
import type { Service } from '../service.ts';
import type { ReadEnd } from './caught.ts';
import { convict } from './evidence.ts';

/** What a deletion is signed with. */
export interface Deletion {
  key: Uint8Array;
  sig: Uint8Array;
}

/** Whether an owner of the item signed this deletion. Before its records were read, only the first owner is known: by the id. */
export function isDeletion({ p }: Service, item: ItemRow, { key, sig }: Deletion): boolean {
  const owners = item.records.flatMap((record) => readRecord(record).owners);
  const known = owners.some((owner) => same(owner, key)) || same(itemId(p, key), item.id);
  return known && checkDelete(p, { drop: fromHex(item.drop), key, sig });
}

/**
 * Forgets an item its owner deleted: entries, photos, its place in feed and Wall. Its name and the signed deletion stay.
 * In a transaction.
 */
export async function forgetItem({ db }: Service, drop: string, deletion: Deletion): Promise<void> {
  await db.entries.where('drop').equals(drop).delete();
  for (const blob of await db.blobs.where('drops').equals(drop).toArray()) {
    const drops = blob.drops.filter((one) => one !== drop);
    if (drops.length === 0) await db.blobs.delete(blob.hash);
    else await db.blobs.update(blob.hash, { drops });
  }
  await db.newsFeed.delete(drop);
  await db.wall.delete(drop);
  await db.notifications.where('drop').equals(drop).delete();
  await db.settings.delete(`seen:${drop}`);
  const { key, sig } = deletion;
  await db.items.update(drop, { state: 'deleted', gone: { key, sig }, news: [], heard: [] });
}

/** The server says the item is deleted: true where it shows the owner's signature; else it is hiding it. */
export async function isGone(service: Service, item: ItemRow): Promise<boolean> {
  const { db } = service;
  const deletion = await deletionAt(service, item);
  const holds = deletion !== null && isDeletion(service, item, deletion);
  await db.atomically(async () => {
    if (holds) await forgetItem(service, item.drop, deletion);
    else await convict(service, item, 'lost', { signed: item.signed });
  });
  return holds;
}

async function deletionAt(service: Service, item: ItemRow): Promise<Deletion | null> {
  try {
    return await askContent(service, item.server, gone, { drop: fromHex(item.drop) });
  } catch (error) {
    if (error instanceof CommandError && error.code === 'absent') return null;
    throw error;
  }
}

/** The server has no such item. Where it signed where the item stands, it has lost or hides it. */
export async function lostItem(service: Service, item: ItemRow): Promise<ReadEnd> {
  const { signed } = item;
  if (signed !== undefined) await service.db.atomically(() => convict(service, item, 'lost', { signed }));
  return signed === undefined ? 'absent' : 'doubted';
}
