import { same } from '../../../lib/bytes.ts';
import { decodeAs } from '../../../lib/protocol/command.ts';
import { update } from '../../../lib/protocol/commands/id.ts';
import { CommandError } from '../../../lib/protocol/errors.ts';
import { Card, type Listing, type SignedCard } from '../../../lib/protocol/identity.ts';
import { type Served, serves } from '../../front.ts';
import type { IdParts } from '../parts.ts';
import { userOfCard } from '../users.ts';
import { checkCard } from './register.ts';

export function serveUpdate(id: IdParts): Served {
  return serves(update, ({ card }) => replace(id, card));
}

/** The same card again is answered with its listing: the first answer may have been lost. */
async function replace(id: IdParts, signed: SignedCard): Promise<Listing> {
  const user = userOfCard(decodeAs(Card, signed.card));
  const known = await id.users.find(user);
  if (known === null) throw new CommandError('absent');
  id.bans.refuse(user);
  if (same(known.record.card.card, signed.card)) return id.users.list(known);
  const card = checkCard(signed, known.card);
  const record = { ...known.record, card: signed, salt: id.random(16) };
  await id.users.put(user, card, record, known);
  return id.users.list({ card, record });
}
