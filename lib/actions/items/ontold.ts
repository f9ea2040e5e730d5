import { hex } from '../../bytes.ts';
import { dropOf } from '../../crypto/outside.ts';
import type { ItemRow } from '../../db/items.ts';
import type { Handler, Sender } from '../letters/handler.ts';
import type { Service } from '../service.ts';
import { rekey } from './change.ts';
import { hear } from './hear.ts';
import { enqueueRead } from './reading.ts';
import { showTold } from './told.ts';

/**
 * One of the audience wrote in an item of ours. Their standing is held against ours, the entry is shown, and the item
 * read. One that waits because we closed the item after a removal (`at` 0) has it opened again with a new generation.
 */
export const onTold: Handler<'told'> = async (service, sender, { id, entry, standing }) => {
  const item = await itemOf(service, id);
  if (item === undefined || !isReader(item, sender)) return;
  await hear(service, item.drop, standing);
  if (entry.at === 0) {
    if (item.state === 'closed') await rekey(service, item.drop);
    return;
  }
  await showTold(service, item, sender, entry);
  await enqueueRead(service, item.drop);
};

/** The owner says that somebody wrote, or one of the audience, in an item of ours, that they did: it is read again. */
export const onNews: Handler<'news'> = async (service, sender, { id, standing }) => {
  const item = await itemOf(service, id);
  if (item === undefined || item.state === 'deleted') return;
  if (item.mine ? !isReader(item, sender) : item.owner !== sender.user) return;
  await hear(service, item.drop, standing);
  await enqueueRead(service, item.drop);
};

/** The item of an id; undefined where it is not here. */
export async function itemOf({ db, p }: Service, id: Uint8Array): Promise<ItemRow | undefined> {
  return await db.items.get(hex(dropOf(p, id)));
}

function isReader(item: ItemRow, { user }: Sender): boolean {
  return item.mine && item.state !== 'deleted' && item.readers.includes(user);
}
