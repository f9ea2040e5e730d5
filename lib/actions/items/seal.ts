import { fromHex, hex, same } from '../../bytes.ts';
import type { Seen } from '../../crypto/author.ts';
import { entrySeed, writeEntry } from '../../crypto/entry.ts';
import { entryId } from '../../crypto/outside.ts';
import type { EntryRow, ItemRow, Sending } from '../../db/items.ts';
import { type Entry, REACTIONS_NUMBER } from '../../protocol/item.ts';
import type { Service } from '../service.ts';
import { cardRow, type Hand, handFor } from './mine.ts';
import { chunksOf } from './words.ts';

const SEEN = 8;

/**
 * An own entry's next revision, sealed under the item's newest key, with our author's card where the item has none of it.
 * Kept before it is sent, and the same until the server has it; a new generation has it sealed anew. In a transaction.
 * Null where the key is not here.
 */
export async function sealNext(service: Service, item: ItemRow, row: EntryRow): Promise<Sending | null> {
  const { db } = service;
  if (row.sending?.entry.gen === item.gen) return row.sending;
  const hand = await handFor(service, item);
  const card = await cardRow(service, item, hand);
  const seen = await seenOf(service, item);
  const entry = seal(service, item, hand, row, seen);
  if (entry === null) return null;
  const sending: Sending = { entry, want: row.want, seen: item.rev };
  const first = card.stored === undefined && row.stored === undefined && card.key !== row.key;
  const shown = first ? await sealCard(service, item, hand, card, seen) : null;
  if (shown !== null) sending.card = shown;
  await db.entries.update(row.key, { sending });
  return sending;
}

/** Sealed once for all entries that bring it: whichever comes first, the others find the same bytes there. */
async function sealCard(
  service: Service,
  item: ItemRow,
  hand: Hand,
  card: EntryRow,
  seen: Seen,
): Promise<Entry | null> {
  if (card.sending?.entry.gen === item.gen) return card.sending.entry;
  const entry = seal(service, item, hand, card, seen);
  if (entry === null) return null;
  await service.db.entries.update(card.key, { sending: { entry, want: card.want, seen: item.rev } });
  return entry;
}

/** Whether an entry is our reactions entry: free, in a lane of its own. */
export function isReactions(row: Pick<EntryRow, 'number'>): boolean {
  return same(row.number, REACTIONS_NUMBER);
}

function seal({ p }: Service, item: ItemRow, hand: Hand, row: EntryRow, seen: Seen): Entry | null {
  const itemKey = item.itemKeys.find(({ gen }) => gen === item.gen)?.key;
  if (itemKey === undefined || row.body === null || 'unknown' in row.body) return null;
  const { body, number } = row;
  const rev = row.stored === undefined ? 0 : row.stored.rev + 1;
  const chunks = body.is === 'post' || body.is === 'comment' ? chunksOf(body) : 0;
  const at = { drop: hand.drop, itemKey, gen: item.gen, number, rev };
  return writeEntry(p, { ...hand, ...at, seen, body, chunks });
}

/** The newest entries the author read from the server, and where the item stood. */
async function seenOf({ db }: Service, item: ItemRow): Promise<Seen> {
  const rows = await db.entries
    .where('[drop+at]')
    .between([item.drop, 1], [item.drop, item.rev], true, true)
    .reverse()
    .filter((row) => (row.state === 'there' || row.state === 'removed') && !isReactions(row))
    .limit(SEEN)
    .toArray();
  return { seen: rows.map(({ entry }) => fromHex(entry)), root: item.root, atRev: item.rev };
}

/** The id (hex) of an entry. */
export function idOf({ p }: Service, entry: Pick<Entry, 'key' | 'number'>): string {
  return hex(entryId(p, entry.key, entry.number));
}

/** The seed of the entry key an own entry was made with; null where it is not this content seed's. */
export function seedOf({ p }: Service, hand: Hand, row: EntryRow): Uint8Array | null {
  const seed = entrySeed(p, hand.contentSeed, hand.drop);
  return hex(p.signKey(seed)) === row.by ? seed : null;
}
