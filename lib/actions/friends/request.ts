import { hex } from '../../bytes.ts';
import { CommandError } from '../../protocol/errors.ts';
import type { LetterEvent } from '../../protocol/letter.ts';
import { profileOf } from '../identity/secrets.ts';
import { tell } from '../letters/tell.ts';
import { nameForAsked } from '../peers/addresses.ts';
import type { Service } from '../service.ts';
import { acceptFriend } from './accept.ts';
import { readCardOf } from './find.ts';
import { keepCard } from './person.ts';

export interface Asking {
  /** UserID, hex, as found. */
  user: string;
  text?: string;
  /** Once they accept they see posts to Friends made from this moment (ms) on; absent: none from before. */
  wallFrom?: number;
}

/**
 * Asks somebody to be a Friend: the request lies in their strangers' mailbox until they look. Where they have asked us,
 * this accepts. Throws CommandError `absent`, `forbidden` (ourselves, or no mailbox for strangers), `conflict` (a Friend).
 */
export async function askFriend(service: Service, args: Asking): Promise<void> {
  const { db } = service;
  const known = await db.friends.get(args.user);
  if (known?.state === 'friend') throw new CommandError('conflict');
  if (known?.state === 'asking') {
    const wallFrom = args.wallFrom ?? null;
    return await acceptFriend(service, { user: args.user, wallFrom });
  }
  const { card, signed } = await readCardOf(service, args.user);
  const me = await profileOf(db);
  if (hex(me.user) === args.user || card.mailbox === undefined) throw new CommandError('forbidden');
  await db.atomically(async () => {
    await keepCard(service, signed, card, { state: 'asked', checked: true });
    await db.friends.update(args.user, { state: 'asked', checked: true, wallFrom: args.wallFrom ?? null });
    const event: LetterEvent = { is: 'request', card: (await profileOf(db)).card };
    if (args.text !== undefined) event.text = args.text;
    const events = [event, ...(await nameForAsked(service))];
    await tell(service, args.user, events, { after: ['register'] });
  });
}
