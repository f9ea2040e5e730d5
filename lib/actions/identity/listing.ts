import { same } from '../../bytes.ts';
import { openCard } from '../../crypto/card.ts';
import { tagged } from '../../crypto/tagged.ts';
import { MalformedError } from '../../protocol/errors.ts';
import type { Card, Listing, SignedCard } from '../../protocol/identity.ts';
import { isInLog } from '../../route/roots.ts';
import type { Service } from '../service.ts';

/** The card of a listing, after it was found in the log. Throws MalformedError, CardError, LogError. */
export async function checkListing(service: Service, listing: Listing): Promise<Card> {
  const { p } = service;
  const card = openCard(p, listing.card);
  await service.route.heardRoot(listing.proof.root);
  if (!isInLog(p, tagged(p, 'log', 'card', listing.salt, listing.card.card), listing.proof))
    throw new MalformedError('a card that is not in the log');
  return card;
}

/** Keeps the ID server's answer to our own card: in force, and where it stands in the log. In a transaction. */
export async function keepListing(service: Service, listing: Listing): Promise<void> {
  const { db } = service;
  const profile = await db.profile.get('me');
  if (profile === undefined) return;
  const leaves = profile.leaves.filter((one) => one !== listing.proof.index);
  await db.profile.update('me', { listing, leaves: [...leaves, listing.proof.index] });
}

/** Whether the answer to our own card is about that very card; throws MalformedError where not. */
export function refuseOther(sent: SignedCard, listing: Listing): void {
  if (!same(sent.card, listing.card.card)) throw new MalformedError('another card than was sent');
}
