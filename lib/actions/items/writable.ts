import type { ItemRow } from '../../db/items.ts';
import { CommandError } from '../../protocol/errors.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { Service } from '../service.ts';

/** An item one may write in; throws CommandError `absent`, `deleted` or `moved`. */
export async function writableItem({ db }: Service, drop: string): Promise<ItemRow> {
  const item = await db.items.get(drop);
  if (item === undefined) throw new CommandError('absent', 'no such post');
  if (item.state === 'deleted') throw new CommandError('deleted', 'the post was deleted');
  if (item.state === 'moved') throw new CommandError('moved', 'the post has moved');
  return item;
}

/** Puts an own entry on its way, once its item is made. In a transaction. */
export async function enqueuePut(service: Service, drop: string, entry: string): Promise<void> {
  const options = { id: `put:${drop}:${entry}`, drop, after: [`create:${drop}`] };
  await enqueue(service, 'put', { drop, entry }, options);
}
