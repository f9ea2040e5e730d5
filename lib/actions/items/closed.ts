import type { EntryRow, ItemRow } from '../../db/items.ts';
import type { LetterEvent } from '../../protocol/letter.ts';
import { fitsLetter, tell } from '../letters/tell.ts';
import type { Outcome } from '../outbox/outcome.ts';
import type { Service } from '../service.ts';
import { rekey } from './change.ts';

/**
 * An item is closed to entries: after somebody was removed, its owner gives it a new generation when somebody wants to
 * answer. Ours gets it at once; a Friend's owner is told of the entry that waits (its `at` is 0), and it waits for the letter.
 */
export async function askToOpen(service: Service, item: ItemRow, row: EntryRow): Promise<Outcome> {
  const { db } = service;
  const entry = row.sending?.entry ?? (await db.entries.get(row.key))?.sending?.entry;
  const now = await db.items.get(item.drop);
  if (now !== undefined && now.gen > item.gen) return { is: 'later', at: 0 };
  await db.atomically(async () => {
    if (item.mine) return await rekey(service, item.drop);
    if (item.signed === undefined || entry === undefined) return;
    const { id, signed: standing } = item;
    const waiting = { ...entry, at: 0, mod: 0 };
    const event: LetterEvent = { is: 'told', id, entry: waiting, standing };
    // that something waits is all that opens the item: words that fit no letter stay behind
    const bare: LetterEvent = { ...event, entry: { ...waiting, sealed: new Uint8Array(0) } };
    await tell(service, item.owner, [fitsLetter(event) ? event : bare]);
  });
  return { is: 'rekeyed' };
}
