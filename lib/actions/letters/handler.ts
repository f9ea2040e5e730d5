import type { FriendRow } from '../../db/people.ts';
import type { Card, SignedCard } from '../../protocol/identity.ts';
import type { LetterEvent } from '../../protocol/letter.ts';
import type { Service } from '../service.ts';

/** Who wrote a letter, after its signature, device and account were checked. */
export interface Sender {
  /** UserID and device, hex. */
  user: string;
  device: string;
  /** Where the letter lay. */
  box: 'friends' | 'strangers';
  /** What we have of them; absent for a stranger. */
  friend: FriendRow | undefined;
  /** The card the letter brought, checked to be the sender's and newer; absent where it brought none such. */
  shown: { signed: SignedCard; card: Card } | undefined;
}

export type EventOf<I extends LetterEvent['is']> = Extract<LetterEvent, { is: I }>;

/**
 * What an event of a letter does. Runs in the transaction that keeps the letter: only the database may be awaited, and
 * what needs a server goes into the outbox. Runs again where a letter came in two logs: the second time changes nothing.
 */
export type Handler<I extends LetterEvent['is']> = (
  service: Service,
  sender: Sender,
  event: EventOf<I>,
) => Promise<void>;
