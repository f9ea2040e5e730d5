import type { Handler } from '../letters/handler.ts';
import { forgetItem, isDeletion } from './lost.ts';
import { itemOf } from './ontold.ts';

/** The owner deleted an item, and shows their signature: it is forgotten here, whatever its server goes on to show. */
export const onGone: Handler<'gone'> = async (service, sender, { id, key, sig }) => {
  const item = await itemOf(service, id);
  if (item === undefined || item.mine || item.owner !== sender.user || item.state === 'deleted') return;
  if (isDeletion(service, item, { key, sig })) await forgetItem(service, item.drop, { key, sig });
};
