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
    const waiting = { ...entry, at: 0, mod: 0 };
    const event: LetterEvent = { is: 'told', id: item.id, entry: waiting, standing: item.signed };
    if (fitsLetter(event)) await tell(service, item.owner, [event]);
  });
  return { is: 'rekeyed' };
}
