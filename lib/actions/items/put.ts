import { fromHex, hex } from '../../bytes.ts';
import { appendSeed } from '../../crypto/item.ts';
import { proveAppend, proveEdit } from '../../crypto/rights.ts';
import type { EntryRow, ItemRow, Sending } from '../../db/items.ts';
import type { Result } from '../../protocol/command.ts';
import { append, edit } from '../../protocol/commands/content.ts';
import { CommandError } from '../../protocol/errors.ts';
import type { StoredEntry } from '../../protocol/item.ts';
import { askContent } from '../ask.ts';
import { askPaid } from '../identity/pay.ts';
import { DONE, type Outcome, type Performer } from '../outbox/outcome.ts';
import type { Service } from '../service.ts';
import { putDone } from './arrived.ts';
import { askToOpen } from './closed.ts';
import { hear } from './hear.ts';
import { rowKey } from './mine.ts';
import { readItem } from './read.ts';
import { idOf, isReactions, sealNext } from './seal.ts';

type Done = Result<typeof append>;

/**
 * Brings an own entry to where the user wants it: appends it, or edits it. What was sealed once is finished first, so a
 * lost answer is harmless; then comes what the user wished meanwhile. An old generation waits for the owner's letter.
 */
export const performPut: Performer<'put'> = async (service, { id, args }) =>
  // One after the other in an item: the first brings our card, and only the first.
  await service.alone(`put:${args.drop}`, () => putNext(service, id, args.drop, args.entry));

async function putNext(service: Service, id: string, drop: string, entry: string): Promise<Outcome> {
  const { db } = service;
  const ready = await db.atomically(async () => {
    const item = await db.items.get(drop);
    const row = await db.entries.get(rowKey(drop, entry));
    if (item === undefined || row === undefined || row.sent >= row.want) return null;
    if (item.state === 'deleted' || row.state === 'removed') return null;
    const sending = await sealNext(service, item, row);
    return sending && { item, row, sending };
  });
  if (ready === null) return DONE;
  try {
    const done = await send(service, id, ready.item, ready.row, ready.sending);
    const write = () => note(service, ready.item, ready.row, ready.sending, done);
    return ready.sending.want < ready.row.want ? { is: 'later', at: 0, write } : { is: 'done', write };
  } catch (error) {
    return await settle(service, ready.item, ready.row, error);
  }
}

async function send(
  service: Service,
  deed: string,
  item: ItemRow,
  row: EntryRow,
  sending: Sending,
): Promise<Done> {
  const { p } = service;
  const { entry, card, seen } = sending;
  const drop = fromHex(item.drop);
  const itemKey = item.itemKeys.find(({ gen }) => gen === entry.gen)?.key ?? new Uint8Array(32);
  const seed = appendSeed(p, itemKey, drop, entry.gen);
  if (row.stored !== undefined) {
    const proof = proveEdit(p, seed, drop, entry.gen, entry);
    return await askContent(service, item.server, edit, {
      drop,
      gen: entry.gen,
      ...proof,
      at: row.stored.at,
      entry,
    });
  }
  const appending = (entries: (typeof entry)[]) => {
    const proof = proveAppend(p, seed, drop, entry.gen, entries);
    return { drop, gen: entry.gen, ...proof, seen, entries };
  };
  const args = appending(card === undefined ? [entry] : [card, entry]);
  if (isReactions(row)) return await askContent(service, item.server, append, args);
  const purpose = `${deed}:${hex(entry.sig).slice(0, 16)}`;
  return await askPaid(service, { server: item.server, command: append, args, purpose, drop: item.drop });
}

/** In a transaction. */
async function note(
  service: Service,
  item: ItemRow,
  row: EntryRow,
  { entry, card, want }: Sending,
  { at, standing }: Done,
): Promise<void> {
  await hear(service, item.drop, standing);
  if (card !== undefined) {
    const first: StoredEntry = { ...card, at: Math.max(1, at - 1), mod: Math.max(1, at - 1) };
    await putDone(service, item.drop, idOf(service, card), first, 1);
  }
  const stored: StoredEntry =
    row.stored === undefined ? { ...entry, at, mod: at } : { ...entry, at: row.stored.at, mod: at };
  await putDone(service, item.drop, row.entry, stored, want);
}

async function settle(service: Service, item: ItemRow, row: EntryRow, error: unknown): Promise<Outcome> {
  if (!(error instanceof CommandError)) throw error;
  const { db } = service;
  if (error.code === 'rekeyed') {
    const now = await db.items.get(item.drop);
    return now !== undefined && now.gen > item.gen ? { is: 'later', at: 0 } : { is: 'rekeyed' };
  }
  if (error.code === 'closed') return await askToOpen(service, item, row);
  if (error.code === 'conflict' && (await caughtUp(service, row))) return { is: 'later', at: 0 };
  const { code } = error;
  const refused = { is: 'refused' as const, code };
  if (['stale', 'unavailable', 'behind'].includes(code)) throw error;
  return { ...refused, write: async () => void (await db.entries.update(row.key, { state: 'refused' })) };
}

/**
 * Another copy of this database, or an answer we lost, put it (or our card) there: what stands there now is read, and gone
 * on from.
 */
async function caughtUp(service: Service, row: EntryRow): Promise<boolean> {
  const { db } = service;
  await readItem(service, row.drop);
  return await db.atomically(async () => {
    const now = await db.entries.get(row.key);
    if (now === undefined) return false;
    if (now.stored !== undefined && now.stored.mod !== row.stored?.mod) return true;
    const card = now.sending?.card;
    if (card === undefined) return false;
    const shown = await db.entries.get(rowKey(row.drop, idOf(service, card)));
    if (shown?.stored === undefined) return false;
    await db.entries
      .where('key')
      .equals(row.key)
      .modify((one) => {
        delete one.sending;
      });
    return true;
  });
}
