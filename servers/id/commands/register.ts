import { same } from '../../../lib/bytes.ts';
import { CardError, checkSignedCard } from '../../../lib/crypto/card.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { hasWork } from '../../../lib/crypto/work.ts';
import type { Args } from '../../../lib/protocol/command.ts';
import { register } from '../../../lib/protocol/commands/id.ts';
import { CommandError } from '../../../lib/protocol/errors.ts';
import type { Card, Listing, SignedCard } from '../../../lib/protocol/identity.ts';
import { type Served, serves } from '../../front.ts';
import { dateOf, isBirth, isOver } from '../age.ts';
import { type IdParts, today } from '../parts.ts';
import { userOfCard } from '../users.ts';

/** Checks a card against the one before; what is wrong is a CommandError. */
export function checkCard(signed: SignedCard, before: Card | null): Card {
  try {
    return checkSignedCard(p, signed, before);
  } catch (error) {
    throw error instanceof CardError ? new CommandError(error.code, error.message) : error;
  }
}

export function serveRegister(id: IdParts): Served {
  return serves(register, (args) => take(id, args));
}

async function take(id: IdParts, args: Args<typeof register>): Promise<Listing> {
  const card = checkCard(args.card, null);
  const user = userOfCard(card);
  id.bans.refuse(user);
  const known = await id.users.find(user);
  if (known !== null) {
    if (same(known.record.card.card, args.card.card)) return id.users.list(known);
    throw new CommandError('conflict');
  }
  const { minimumAge, signupBits } = id.network().file;
  if (!hasWork(p, p.sha256(args.card.card), args.work, signupBits)) throw new CommandError('work-needed');
  const date = dateOf(id.now());
  if (!isBirth(args.birth, date)) throw new CommandError('malformed', 'no such day');
  if (!isOver(args.birth, minimumAge, date)) throw new CommandError('too-young');
  await id.users.takeName(card.name, user, id.now());
  const over = { age: minimumAge, day: today(id) };
  const record = { card: args.card, salt: id.random(16), over, since: today(id) };
  await id.users.put(user, card, record, null);
  return id.users.list({ card, record });
}
