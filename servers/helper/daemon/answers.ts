import { fromHex, hex } from '../../../lib/bytes.ts';
import type { Store } from './store.ts';
import { type Answer, BATCH, type Question } from './wire.ts';

const REFUSED: Answer = { is: 'refused' };

/**
 * Answers a Friend's helper from the store alone, browser open or not. `onLetters` is told of each client that got
 * something new. Who is no Friend of the client named learns nothing, not even whether there is such a client.
 */
export function answerPeer(
  store: Store,
  peer: string,
  question: Question,
  onLetters: (slot: string) => void,
): Answer {
  const slot = hex(question.slot);
  if (question.is === 'after') return answerAfter(store, peer, slot, question);
  if (!store.friends.isFriend(slot, peer)) return REFUSED;
  const letters = question.letters.map((one) => ({ ...one, log: hex(one.log) }));
  const { held, fresh } = store.keep(slot, peer, letters);
  if (fresh > 0) onLetters(slot);
  return { is: 'custody', letters: held };
}

function answerAfter(
  store: Store,
  peer: string,
  slot: string,
  question: Extract<Question, { is: 'after' }>,
): Answer {
  const device = hex(question.from);
  if (!store.friends.isFriend(slot, peer, device)) return REFUSED;
  const ends = new Map(question.ends.map(({ log, number }) => [hex(log), number]));
  const { parcels, row } = store.outgoing.after({ slot, device }, ends, question.row, BATCH);
  const letters = parcels.map((one) => ({ ...one, log: fromHex(one.log) }));
  return { is: 'letters', letters, row, more: letters.length === BATCH };
}
