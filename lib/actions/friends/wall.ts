import type { ItemRow } from '../../db/items.ts';
import { itemEvent } from '../items/event.ts';
import { tell } from '../letters/tell.ts';
import { DONE, type Performer } from '../outbox/outcome.ts';

/** Tells a new Friend the keys of our posts to Friends, from the moment on that the user named; again for a new device. */
export const performWall: Performer<'wall'> = async (service, { args: { user } }) => {
  const { db } = service;
  const friend = await db.friends.get(user);
  if (friend?.state !== 'friend') return DONE;
  const since = friend.wallFrom ?? friend.since;
  const items = await db.items
    .where('state')
    .anyOf('there', 'closed')
    .filter((row) => isFor(row, user, since))
    .sortBy('when');
  return {
    is: 'done',
    write: async () => {
      for (const row of items) {
        const event = itemEvent(row, 'wall');
        if (event === null) continue;
        await tell(service, user, [event]);
        if (!row.readers.includes(user)) await db.items.update(row.drop, { readers: [...row.readers, user] });
      }
    },
  };
};

function isFor(row: ItemRow, user: string, since: number): boolean {
  if (!row.mine || row.kind === 'mailbox' || row.kind === 'vault') return false;
  return row.readers.includes(user) || (row.audience === 'friends' && row.when >= since);
}
