import { fromHex } from '../../bytes.ts';
import { ownerSeed } from '../../crypto/item.ts';
import { readRecord } from '../../crypto/record.ts';
import { proveDelete } from '../../crypto/rights.ts';
import { erase } from '../../protocol/commands/content.ts';
import { CommandError } from '../../protocol/errors.ts';
import { askContent } from '../ask.ts';
import { secretsOf } from '../identity/secrets.ts';
import { tell } from '../letters/tell.ts';
import { enqueue } from '../outbox/enqueue.ts';
import { DONE, type Performer } from '../outbox/outcome.ts';
import type { Service } from '../service.ts';
import { forgetItem } from './lost.ts';

/** Deletes an own thread with everything in it, for ever. Throws CommandError `absent`, or `forbidden` where it is not ours. */
export async function deleteThread(service: Service, args: { drop: string }): Promise<void> {
  const { db } = service;
  await db.atomically(async () => {
    const item = await db.items.get(args.drop);
    if (item === undefined) throw new CommandError('absent', 'no such post');
    if (!item.mine) throw new CommandError('forbidden', 'not your post');
    await db.wall.delete(args.drop);
    // What its server would not take is deleted here alone.
    if ((await db.deeds.get(`create:${args.drop}`))?.state === 'refused')
      await db.deeds.delete(`create:${args.drop}`);
    const options = { id: `delete:${args.drop}`, drop: args.drop, after: [`create:${args.drop}`] };
    await enqueue(service, 'delete', { drop: args.drop }, options);
    await db.activities.put({
      id: `delete:${args.drop}`,
      is: 'delete',
      when: service.now(),
      drop: args.drop,
    });
  });
}

/** Brings a deletion; everybody who had the key is told with its signature, so that no server can go on showing it. */
export const performDelete: Performer<'delete'> = async (service, { args }) => {
  const { db, p } = service;
  const item = await db.items.get(args.drop);
  const newest = item?.records.at(-1);
  if (item === undefined || newest === undefined || item.state === 'deleted') return DONE;
  const { seed } = await secretsOf(db);
  const drop = fromHex(args.drop);
  const proof = proveDelete(p, ownerSeed(p, seed, readRecord(newest).salt), drop);
  try {
    await askContent(service, item.server, erase, { drop, ...proof });
  } catch (error) {
    if (!(error instanceof CommandError && error.code === 'absent')) throw error;
  }
  return {
    is: 'done',
    write: async () => {
      const now = await db.items.get(args.drop);
      for (const user of now?.shared ? now.readers : [])
        await tell(service, user, [{ is: 'gone', id: item.id, ...proof }]);
      await forgetItem(service, args.drop, proof);
      await db.deeds.where('drop').equals(args.drop).delete();
    },
  };
};
