import { fromHex, hex } from '../../bytes.ts';
import { userOf } from '../../crypto/card.ts';
import type { FriendState } from '../../db/people.ts';
import type { Args } from '../../protocol/command.ts';
import { find, search } from '../../protocol/commands/id.ts';
import { CommandError } from '../../protocol/errors.ts';
import type { Card, SignedCard } from '../../protocol/identity.ts';
import { foldName } from '../../protocol/names.ts';
import { askId } from '../ask.ts';
import { checkListing } from '../identity/listing.ts';
import type { Service } from '../service.ts';

/** Somebody as the ID server has them, found in its log. */
export interface Found {
  user: string;
  name: string;
  about: string | null;
  /** What they are to us; null for a stranger. */
  state: FriendState | null;
  /** We know this name with another account key. */
  changed: boolean;
}

/** Finds somebody by name or UserID (hex). Throws CommandError `absent`, and what asking throws. */
export async function findPerson(
  service: Service,
  args: { name: string } | { user: string },
): Promise<Found> {
  const { card } = await readListing(service, 'name' in args ? { name: args.name } : byUser(args.user));
  const { db } = service;
  const user = hex(userOf(service.p, card.account));
  const known = await db.friends.get(user);
  const folded = foldName(card.name);
  const others = await db.friends.filter((one) => one.user !== user && foldName(one.name) === folded).count();
  return {
    user,
    name: card.name,
    about: card.about ?? null,
    state: known?.state ?? null,
    changed: others > 0,
  };
}

/** Up to 20 people whose name, or a word of it, begins with a text; `after`: the last name of the page before. */
export async function searchPeople(
  service: Service,
  args: { text: string; after?: string },
): Promise<{ user: string; name: string; about: string | null }[]> {
  const { found } = await askId(service, search, args);
  return found.map(({ user, name, about }) => ({ user: hex(user), name, about: about ?? null }));
}

/** A listing with its card, checked against the log. */
export async function readListing(
  service: Service,
  args: Args<typeof find>,
): Promise<{ card: Card; signed: SignedCard }> {
  const listing = await askId(service, find, args);
  return { card: await checkListing(service, listing), signed: listing.card };
}

/** The card of a UserID (hex), in force and checked against the log. Throws CommandError `absent`, and what asking throws. */
export async function readCardOf(
  service: Service,
  user: string,
): Promise<{ card: Card; signed: SignedCard }> {
  const listed = await readListing(service, byUser(user));
  if (hex(userOf(service.p, listed.card.account)) !== user) throw new CommandError('absent');
  return listed;
}

/** Arguments of `id.find` for a UserID (hex). */
export function byUser(user: string): Args<typeof find> {
  return { user: fromHex(user) };
}
