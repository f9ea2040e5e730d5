import type { Handler } from '../letters/handler.ts';
import { tell } from '../letters/tell.ts';
import { enqueue } from '../outbox/enqueue.ts';
import { befriend } from './accept.ts';
import { makeContact } from './contact.ts';
import { keepCard } from './person.ts';

/**
 * Somebody wants to be a Friend. Nothing is shown before the ID server confirmed their card (deed `check`): anybody can
 * sign a card with any name. Who asked each other are Friends; a Friend who asks has lost our contact card and gets it.
 */
export const onRequest: Handler<'request'> = async (service, { user, shown, friend }, { text }) => {
  const { db } = service;
  if (shown === undefined) return;
  const { row } = await keepCard(service, shown.signed, shown.card, { state: 'asking', checked: false });
  if (friend?.state === 'friend') {
    const { contact, after } = await makeContact(service, user);
    await tell(service, user, [{ is: 'contact', contact }], { after });
    return;
  }
  if (friend?.state === 'asked') return await befriend(service, row);
  await db.friends.update(user, { state: 'asking', checked: false, text: text ?? '' });
  await enqueue(service, 'check', { user }, { id: `check:${user}` });
};
