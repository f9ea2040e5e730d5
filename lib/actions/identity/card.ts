import { signCard } from '../../crypto/identity.ts';
import { decodeAs } from '../../protocol/command.ts';
import { find, update } from '../../protocol/commands/id.ts';
import { CommandError } from '../../protocol/errors.ts';
import { Card } from '../../protocol/identity.ts';
import { askId } from '../ask.ts';
import { enqueue } from '../outbox/enqueue.ts';
import { DONE, type Outcome, type Performer } from '../outbox/outcome.ts';
import type { Service } from '../service.ts';
import { checkListing, keepListing, refuseOther } from './listing.ts';
import { profileOf, secretsOf } from './secrets.ts';

/** What a device may change of its user's card by itself. */
export type CardChange = Partial<Pick<Card, 'letterKeys' | 'mailbox' | 'about'>>;

/** Writes the next card of this user and has it put in force. In a transaction. */
export async function changeCard(service: Service, change: CardChange): Promise<void> {
  const { db, p } = service;
  const profile = await profileOf(db);
  const { device } = await secretsOf(db);
  const before = decodeAs(Card, profile.card.card);
  const number = profile.number + 1;
  const card = signCard(p, device, { ...before, ...change, number });
  await db.profile.update('me', { card, number });
  await enqueue(
    service,
    'card',
    { number },
    { id: `card:${number}`, after: ['register', `card:${number - 1}`] },
  );
}

/** Puts a card in force, each number in its turn: only the newest is kept, so older deeds have nothing to do. */
export const performCard: Performer<'card'> = async (service, { args }) => {
  const profile = await profileOf(service.db);
  if (args.number !== profile.number) return DONE;
  try {
    const listing = await askId(service, update, { card: profile.card });
    refuseOther(profile.card, listing);
    await checkListing(service, listing);
    return { is: 'done', write: () => keepListing(service, listing) };
  } catch (error) {
    if (error instanceof CommandError && error.code === 'conflict') return await follow(service);
    throw error;
  }
};

/** The number does not follow: cards of ours were skipped, or another copy of this database wrote one. */
async function follow(service: Service): Promise<Outcome> {
  const { user } = await profileOf(service.db);
  const listing = await askId(service, find, { user });
  const card = await checkListing(service, listing);
  const write = async () => {
    const profile = await profileOf(service.db);
    const ours = decodeAs(Card, profile.card.card);
    await keepListing(service, listing);
    await service.db.profile.update('me', { number: card.number });
    const { letterKeys, mailbox, about } = ours;
    const change: CardChange = { letterKeys };
    if (mailbox !== undefined) change.mailbox = mailbox;
    if (about !== undefined) change.about = about;
    await changeCard(service, change);
  };
  return { is: 'done', write };
}
