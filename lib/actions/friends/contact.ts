import type { Contact } from '../../protocol/letter.ts';
import { profileOf } from '../identity/secrets.ts';
import { addSlot } from '../identity/slots.ts';
import { addressesInCard } from '../peers/addresses.ts';
import type { Service } from '../service.ts';

/**
 * Our contact card for one Friend (UserID, hex), with an append key of our mailbox made for them alone, and the deed
 * after which that key is good. In a transaction.
 */
export async function makeContact(
  service: Service,
  user: string,
): Promise<{ contact: Contact; after: string[] }> {
  const { db } = service;
  const box = await db.mailboxes.get('friends');
  const profile = await profileOf(db);
  if (box === undefined) throw new Error('no mailbox');
  const kept = (await db.friends.get(user))?.append;
  const { seed, after } =
    kept === undefined
      ? await newSlot(service, user)
      : { seed: kept, after: ['mailbox:friends', 'keys:friends'] };
  const { addresses, number } = await addressesInCard(service, user);
  const mailbox = { server: box.server, drop: box.drop, append: seed, gen: box.gen };
  return { contact: { number, card: profile.card, mailbox, addresses }, after };
}

async function newSlot(service: Service, user: string): Promise<{ seed: Uint8Array; after: string[] }> {
  const { seed, deed } = await addSlot(service, user);
  await service.db.friends.update(user, { append: seed });
  return { seed, after: [deed] };
}
