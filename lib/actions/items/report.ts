import type { EntryRow } from '../../db/items.ts';
import { report } from '../../protocol/commands/id.ts';
import { CommandError } from '../../protocol/errors.ts';
import type { Opening } from '../../protocol/item.ts';
import { askIdAsUser, withWord } from '../ask.ts';
import { enqueue } from '../outbox/enqueue.ts';
import { DONE, type Performer } from '../outbox/outcome.ts';
import type { Service } from '../service.ts';
import { rowKey } from './mine.ts';

/**
 * Reports an entry to the ID server: the opening of this one entry and of its author's card, which prove who wrote it,
 * and nothing else of its thread. Throws CommandError `absent` where it was not read, or its author's card was not.
 */
export async function reportEntry(
  service: Service,
  args: { drop: string; entry: string; reason: string },
): Promise<void> {
  const { db } = service;
  await db.atomically(async () => {
    const { drop, entry } = args;
    if ((await openings(service, args)) === null) throw new CommandError('absent', 'nothing to show');
    const reason = args.reason.slice(0, 1000).toWellFormed();
    await enqueue(service, 'report', { drop, entry, reason }, { id: `report:${drop}:${entry}` });
    const activity = { is: 'report', when: service.now(), drop, entry };
    await db.activities.put({ id: `report:${rowKey(drop, entry)}`, ...activity });
  });
}

/** Brings a report. */
export const performReport: Performer<'report'> = async (service, { args }) => {
  const item = await service.db.items.get(args.drop);
  const shown = await openings(service, args);
  if (item === undefined || shown === null) return DONE;
  const { row, card, entry } = shown;
  if (row.stored === undefined) return DONE;
  const { key, number } = row.stored;
  const { reason } = args;
  await askIdAsUser(service, report, { server: item.server, key, number, card, entry, reason }, withWord);
  return DONE;
};

async function openings(
  { db }: Service,
  { drop, entry }: { drop: string; entry: string },
): Promise<{ row: EntryRow; card: Opening; entry: Opening } | null> {
  const row = await db.entries.get(rowKey(drop, entry));
  if (row?.opening === undefined || row.mine) return null;
  const cards = await db.entries.where('[drop+by]').equals([drop, row.by]).toArray();
  const card = cards.find((one) => one.body?.is === 'card')?.opening;
  return card === undefined ? null : { row, card, entry: row.opening };
}
