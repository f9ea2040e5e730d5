import { same } from '../../bytes.ts';
import { CommandError } from '../../protocol/errors.ts';
import { DONE, type Performer } from '../outbox/outcome.ts';
import type { Service } from '../service.ts';
import { byUser, readListing } from './find.ts';
import { keepCard } from './person.ts';

/** Shows a request once the ID server's log has that account under that name; forgets one that is nobody's. */
export const performCheck: Performer<'check'> = async (service, { args: { user } }) => {
  const { db, now } = service;
  const row = await db.friends.get(user);
  if (row?.state !== 'asking') return DONE;
  try {
    const { card, signed } = await readListing(service, byUser(user));
    if (!same(card.account, row.account)) return { is: 'done', write: () => forget(service, user) };
    const show = async () => {
      const kept = await keepCard(service, signed, card, { state: 'asking', checked: true });
      await db.friends.update(user, { checked: true });
      await db.requests.put({ user, name: card.name, text: kept.row.text ?? '', when: now() });
      await db.notifications.put({ id: `request:${user}`, is: 'request', when: now(), user, seen: false });
    };
    return { is: 'done', write: show };
  } catch (error) {
    if (error instanceof CommandError && error.code === 'absent')
      return { is: 'done', write: () => forget(service, user) };
    throw error;
  }
};

async function forget({ db }: Service, user: string): Promise<void> {
  await db.friends.delete(user);
  await db.devices.where('user').equals(user).delete();
}
