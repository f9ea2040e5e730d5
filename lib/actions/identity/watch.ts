import { same } from '../../bytes.ts';
import { tagged } from '../../crypto/tagged.ts';
import { find, logNames } from '../../protocol/commands/id.ts';
import { foldName } from '../../protocol/names.ts';
import { askId } from '../ask.ts';
import type { Performer } from '../outbox/outcome.ts';
import type { Service } from '../service.ts';
import { checkListing } from './listing.ts';
import { profileOf } from './secrets.ts';

/**
 * Looks through the log's new records for one of the own name that is not ours: then somebody, or the ID server, speaks
 * as this user, which is shown at once.
 */
export const performWatch: Performer<'watch'> = async (service) => {
  const { db, p, now } = service;
  const profile = await profileOf(db);
  const mine = tagged(p, 'name', foldName(profile.name)).slice(0, 8);
  let from = (await db.idLog.get('log'))?.names ?? 0;
  const strange: number[] = [];
  for (;;) {
    const { names, next, size } = await askId(service, logNames, { from });
    for (const { index, name } of names)
      if (same(name, mine) && !profile.leaves.includes(index)) strange.push(index);
    if (next <= from || next >= size) {
      from = Math.max(from, Math.min(next, size));
      break;
    }
    from = next;
  }
  const others = strange.length === 0 ? [] : await unexplained(service, strange);
  return {
    is: 'done',
    write: async () => {
      await db.idLog.put({ key: 'log', names: from, looked: now() });
      for (const index of others) await db.warnings.put({ id: `name:${index}`, is: 'name', when: now() });
    },
  };
};

/** Records of our name that are not ours: the one in force may be of a card whose answer we never got. */
async function unexplained(service: Service, strange: number[]): Promise<number[]> {
  const profile = await profileOf(service.db);
  const listing = await askId(service, find, { name: profile.name });
  const card = await checkListing(service, listing);
  const ours = same(card.account, profile.account) && same(listing.card.card, profile.card.card);
  return strange.filter((index) => !(ours && index === listing.proof.index));
}
