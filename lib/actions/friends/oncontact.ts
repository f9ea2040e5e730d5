import { carryOver } from '../letters/carryover.ts';
import type { Handler } from '../letters/handler.ts';
import { enqueueLetters } from '../letters/tell.ts';
import { enqueue } from '../outbox/enqueue.ts';
import { keepAddresses, repeatAddresses } from '../peers/addresses.ts';
import { keepCard } from './person.ts';

/**
 * A Friend's new contact card: where letters go from now on. A device we did not know (they restored, or have a second
 * one) is told of everything it may see.
 */
export const onContact: Handler<'contact'> = async (
  service,
  { user, device: from, shown, friend },
  { contact },
) => {
  const { db } = service;
  if (friend === undefined) return;
  const kept =
    shown && (await keepCard(service, shown.signed, shown.card, { state: 'friend', checked: true }));
  if (contact.number > friend.contact)
    await db.friends.update(user, { contact: contact.number, mailbox: contact.mailbox });
  await keepAddresses(service, from, contact);
  for (const { device } of await db.devices.where('user').equals(user).toArray())
    await enqueueLetters(service, device);
  if (kept === undefined || kept.newDevices.length === 0) return;
  await carryOver(service, user, kept.newDevices);
  await repeatAddresses(service, user);
  await enqueue(service, 'wall', { user }, { id: `wall:${user}` });
};
