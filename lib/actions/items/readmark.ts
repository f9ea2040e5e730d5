import type { StoredEntry } from '../../protocol/item.ts';
import type { Service } from '../service.ts';
import { rowKey } from './mine.ts';
import { idOf } from './seal.ts';

/**
 * Notes which `rev` entries have at the pair the item is read up to. Kept apart from what is shown of them: an own change
 * and a Friend's letter outrun what was read, and the edits between must still be found in the next answer. In a transaction.
 */
export async function markRead(service: Service, drop: string, entries: StoredEntry[]): Promise<void> {
  const revs = [...revsOf(service, entries)];
  await service.db.entries.bulkUpdate(
    revs.map(([entry, rev]) => ({ key: rowKey(drop, entry), changes: { read: rev } })),
  );
}

/**
 * The `rev` entries had at the pair an answer goes on from, by id (hex): as the pages before showed them (`earlier`), else as
 * noted; absent where none was read.
 */
export async function revsRead(
  service: Service,
  drop: string,
  earlier: StoredEntry[],
  shown: StoredEntry[],
): Promise<Map<string, number>> {
  const rows = await service.db.entries.bulkGet(shown.map((one) => rowKey(drop, idOf(service, one))));
  const noted = rows.flatMap((row): [string, number][] =>
    row?.read === undefined ? [] : [[row.entry, row.read]],
  );
  return new Map([...noted, ...revsOf(service, earlier)]);
}

/** The newest of each. */
function revsOf(service: Service, entries: StoredEntry[]): Map<string, number> {
  const inOrder = entries.toSorted((a, b) => a.mod - b.mod);
  return new Map(inOrder.map((one) => [idOf(service, one), one.rev]));
}
