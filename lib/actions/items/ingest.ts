import { hex } from '../../bytes.ts';
import { readEntry } from '../../crypto/entry.ts';
import type { EntryRow, ItemRow } from '../../db/items.ts';
import { REACTIONS_NUMBER, type StoredEntry } from '../../protocol/item.ts';
import type { Service } from '../service.ts';
import { putDone } from './arrived.ts';
import { type Hand, handFor, rowKey, signingDrop } from './mine.ts';
import { idOf } from './seal.ts';

/** An entry that is new to us, or was edited or removed. */
export interface Arrived {
  row: EntryRow;
}

/**
 * Keeps entries as their server shows them, their signatures checked before, and opens them. Answers those that changed
 * anything. Of an own entry that waits for its server, a lost answer is found here. In a transaction.
 */
export async function ingest(service: Service, item: ItemRow, entries: StoredEntry[]): Promise<Arrived[]> {
  const hand = await handFor(service, item);
  const arrived: Arrived[] = [];
  for (const stored of entries.toSorted((a, b) => a.at - b.at || a.mod - b.mod)) {
    const row = await keepEntry(service, item, stored, hand);
    if (row !== null) arrived.push({ row });
  }
  return arrived;
}

async function keepEntry(
  service: Service,
  item: ItemRow,
  stored: StoredEntry,
  me: Hand,
): Promise<EntryRow | null> {
  const { db } = service;
  const entry = idOf(service, stored);
  const before = await db.entries.get(rowKey(item.drop, entry));
  if (isKnown(before, stored)) return null;
  if (before?.sending !== undefined && hex(before.sending.entry.sig) === hex(stored.sig)) {
    await putDone(service, item.drop, entry, stored, before.sending.want);
    return { ...before, stored, at: stored.at };
  }
  const row = rowFor(item, entry, stored, before, me);
  const opened = stored.gone === undefined ? open(service, item, row, stored) : removed(row);
  await db.entries.put(opened);
  return opened;
}

/** Nothing older than what is here is ever taken. */
function isKnown(before: EntryRow | undefined, stored: StoredEntry): boolean {
  if (before?.stored === undefined || before.state === 'told') return false;
  if (before.stored.mod !== stored.mod) return stored.mod < before.stored.mod;
  return before.stored.at === stored.at && hex(before.stored.sig) === hex(stored.sig);
}

function rowFor(
  item: ItemRow,
  entry: string,
  stored: StoredEntry,
  before: EntryRow | undefined,
  me: Hand,
): EntryRow {
  const by = hex(stored.key);
  const fresh: EntryRow = {
    key: rowKey(item.drop, entry),
    drop: item.drop,
    entry,
    by,
    number: stored.number,
    at: stored.at,
    mine: by === hex(me.key),
    author: by === hex(me.key) ? me.user : '',
    body: null,
    before: [],
    when: 0,
    state: 'unreadable',
    want: 0,
    sent: 0,
  };
  return { ...(before ?? fresh), stored, at: stored.at };
}

/** What is inside, the revision before kept. An own entry that the user has changed since stays as the user wants it. */
function open(service: Service, item: ItemRow, row: EntryRow, stored: StoredEntry): EntryRow {
  const itemKey = item.itemKeys.find(({ gen }) => gen === stored.gen)?.key;
  const drop = signingDrop(service, item);
  const read = itemKey === undefined ? null : readEntry(service.p, { drop, itemKey }, stored);
  if (read === null) return { ...row, state: 'unreadable' };
  const { body, opening } = read;
  const when = 'when' in body && typeof body.when === 'number' ? body.when : row.when;
  const next: EntryRow = { ...row, opening, state: 'there' };
  delete next.sending;
  if (row.sent < row.want) return next;
  if (row.body !== null && row.stored?.rev !== 0 && differs(row, stored) && row.state !== 'told')
    next.before = [...row.before, { rev: stored.rev - 1, body: row.body, when: row.when }];
  return { ...next, body, when: row.when === 0 ? when : row.when };
}

function differs(row: EntryRow, stored: StoredEntry): boolean {
  return stored.rev > 0 && row.before.every(({ rev }) => rev !== stored.rev - 1) && !isLane(row);
}

function isLane(row: EntryRow): boolean {
  return hex(row.number) === hex(REACTIONS_NUMBER);
}

function removed(row: EntryRow): EntryRow {
  const next: EntryRow = { ...row, body: null, before: [], state: 'removed', sent: row.want };
  delete next.opening;
  delete next.sending;
  return next;
}

/** Opens what could not be opened before: the owner's letter brought a key. In a transaction. */
export async function reopen(service: Service, item: ItemRow): Promise<void> {
  const { db } = service;
  const rows = await db.entries
    .where('state')
    .equals('unreadable')
    .filter((row) => row.drop === item.drop)
    .toArray();
  for (const row of rows)
    if (row.stored !== undefined) await db.entries.put(open(service, item, row, row.stored));
}
