import type { Handler } from '../letters/handler.ts';
import { tell } from '../letters/tell.ts';
import { enqueue } from '../outbox/enqueue.ts';
import { keepAddresses } from '../peers/addresses.ts';
import { makeContact } from './contact.ts';
import { keepCard } from './person.ts';

/** Somebody we asked accepts: they get our contact card in their mailbox, and the Wall as the user said when asking. */
export const onAccept: Handler<'accept'> = async (service, sender, { contact }) => {
  const { db, now } = service;
  const { user, shown, friend } = sender;
  if (friend === undefined || (friend.state !== 'asked' && friend.state !== 'friend')) return;
  if (contact.number <= friend.contact) return;
  if (shown !== undefined)
    await keepCard(service, shown.signed, shown.card, { state: 'friend', checked: true });
  const first = friend.state === 'asked';
  const since = first ? now() : friend.since;
  await db.friends.update(user, {
    state: 'friend',
    contact: contact.number,
    mailbox: contact.mailbox,
    since,
  });
  await keepAddresses(service, sender.device, contact);
  if (!first) return;
  const ours = await makeContact(service, user);
  await tell(service, user, [{ is: 'contact', contact: ours.contact }], { after: ours.after });
  await enqueue(service, 'wall', { user }, { id: `wall:${user}` });
  await db.notifications.put({ id: `accept:${user}`, is: 'accept', when: now(), user, seen: false });
  await db.activities.put({ id: `friend:${user}`, is: 'friend', when: now(), user });
};
