import type { ItemRow } from '../../db/items.ts';
import type { StoredEntry } from '../../protocol/item.ts';
import type { LetterEvent } from '../../protocol/letter.ts';
import { fitsLetter } from '../letters/tell.ts';

/**
 * What gives an item's newest key away, with the sealed entry where both fit a letter; null where the key is not here.
 * `what` happened: `post`, `wall`.
 */
export function itemEvent(row: ItemRow, what: string, entry?: StoredEntry): LetterEvent | null {
  const itemKey = row.itemKeys.find((one) => one.gen === row.gen)?.key;
  if (itemKey === undefined) return null;
  const { server, id, gen, kind, when, signed } = row;
  const event = { is: 'item' as const, server, id, itemKey, gen, kind, what, when };
  const signedOne: LetterEvent = signed === undefined ? event : { ...event, standing: signed };
  if (entry === undefined) return signedOne;
  const whole: LetterEvent = { ...signedOne, entry };
  return fitsLetter(whole) ? whole : signedOne;
}
