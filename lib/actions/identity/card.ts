import { same } from '../../bytes.ts';
import { findDevice } from '../../crypto/card.ts';
import { signCard } from '../../crypto/identity.ts';
import type { ProfileRow } from '../../db/identity.ts';
import { decodeAs } from '../../protocol/command.ts';
import { find, update } from '../../protocol/commands/id.ts';
import { CommandError } from '../../protocol/errors.ts';
import { Card, type LetterKey } from '../../protocol/identity.ts';
import { askId } from '../ask.ts';
import { enqueue } from '../outbox/enqueue.ts';
import { DONE, type Outcome, type Performer } from '../outbox/outcome.ts';
import type { Service } from '../service.ts';
import { checkListing, keepListing, refuseOther } from './listing.ts';
import { profileOf, secretsOf } from './secrets.ts';

/** What a device may change of its user's card by itself. */
export type CardChange = Partial<Pick<Card, 'letterKeys' | 'mailbox' | 'about'>>;

/** Writes the next card of this user and has it put in force; letter keys of other devices stay on it. In a transaction. */
export async function changeCard(service: Service, change: CardChange): Promise<void> {
  const { db, p } = service;
  const profile = await profileOf(db);
  const { device } = await secretsOf(db);
  const before = decodeAs(Card, profile.card.card);
  const number = profile.number + 1;
  const letterKeys = withKeys(before, change.letterKeys ?? []);
  const card = signCard(p, device, { ...before, ...change, letterKeys, number });
  await db.profile.update('me', { card, number });
  await enqueue(
    service,
    'card',
    { number },
    { id: `card:${number}`, after: ['register', `card:${number - 1}`] },
  );
}

/** A card's letter keys, with those of the devices that have new ones replaced. */
function withKeys(card: Card, keys: LetterKey[]): LetterKey[] {
  const others = card.letterKeys.filter((one) => !keys.some(({ device }) => same(device, one.device)));
  return [...keys, ...others];
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

/**
 * The number does not follow: cards of ours were skipped, or another device of this user wrote one. What this device
 * changed goes on top of the card in force.
 */
async function follow(service: Service): Promise<Outcome> {
  const { db, p } = service;
  const { user } = await profileOf(db);
  const listing = await askId(service, find, { user });
  const card = await checkListing(service, listing);
  const write = async () => {
    const profile = await profileOf(db);
    const { device } = await secretsOf(db);
    const change = changeOf(profile, p.signKey(device));
    await keepListing(service, listing);
    // a card without this device is none it could write the next of
    const listed = findDevice(card, p.signKey(device)) !== null;
    await db.profile.update('me', { number: card.number, ...(listed ? { card: listing.card } : {}) });
    await changeCard(service, change);
  };
  return { is: 'done', write };
}

/** What our card says otherwise than the one that was in force when we wrote it; and always this device's letter keys. */
function changeOf({ card, listing }: ProfileRow, device: Uint8Array): CardChange {
  const { letterKeys, mailbox, about } = decodeAs(Card, card.card);
  const before = listing && decodeAs(Card, listing.card.card);
  const change: CardChange = { letterKeys: letterKeys.filter((one) => same(one.device, device)) };
  const moved = mailbox !== undefined && !sameMailbox(mailbox, before?.mailbox);
  if (moved) change.mailbox = mailbox;
  if (about !== undefined && about !== before?.about) change.about = about;
  return change;
}

function sameMailbox(one: NonNullable<Card['mailbox']>, other: Card['mailbox']): boolean {
  return other !== undefined && same(one.server, other.server) && same(one.drop, other.drop);
}
