import { hex } from '../../bytes.ts';
import { dropOf } from '../../crypto/outside.ts';
import type { Handler } from '../letters/handler.ts';
import { resume } from '../outbox/enqueue.ts';
import type { Service } from '../service.ts';
import { hear } from './hear.ts';
import { reopen } from './ingest.ts';
import { enqueueRead } from './reading.ts';

/** The owner's new generation: what waited for it goes, sealed anew. */
export const onRekey: Handler<'rekey'> = async (service, sender, { id, itemKey, gen, standing }) => {
  const { db, p } = service;
  const drop = hex(dropOf(p, id));
  const item = await db.items.get(drop);
  if (item === undefined || item.mine || item.owner !== sender.user || item.state === 'deleted') return;
  await addKey(service, drop, gen, itemKey);
  await hear(service, drop, standing);
  await enqueueRead(service, drop);
};

/** Adds a generation's key to an item, opens what it opens, and lets waiting deeds go. In a transaction. */
export async function addKey(service: Service, drop: string, gen: number, key: Uint8Array): Promise<void> {
  const { db } = service;
  const item = await db.items.get(drop);
  if (item === undefined || item.itemKeys.some((one) => one.gen === gen)) return;
  const itemKeys = [...item.itemKeys, { gen, key }];
  const next = { ...item, itemKeys, gen: Math.max(item.gen, gen) };
  await db.items.put(next);
  await reopen(service, next);
  await resume(service, drop);
}
