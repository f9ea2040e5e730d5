import type { LetterOutRow } from '../../db/letters.ts';
import { isKnown } from '../../protocol/inside.ts';
import { readLetter } from '../../protocol/letter.ts';
import type { Service } from '../service.ts';
import { enqueueLetters } from './tell.ts';

/**
 * Ends the log to a device and puts all that has no receipt into a new one: somebody's end of it is not ours, so a
 * database on one of the sides was restored or copied. In a transaction.
 */
export async function beginNewLog(service: Service, device: string): Promise<void> {
  const { db } = service;
  const rows = await db.lettersOut.where('device').equals(device).sortBy('key');
  await db.logsOut.delete(device);
  await db.lettersOut.bulkDelete(rows.map((row) => row.key));
  const waiting = await db.eventsOut.where('device').equals(device).sortBy('n');
  await db.eventsOut.bulkDelete(waiting.map((row) => row.n ?? 0));
  const again = rows.flatMap((row) => eventsOf(row)).map((event) => ({ event, device, user: userOf(rows) }));
  await db.eventsOut.bulkAdd([...again, ...waiting.map(({ event, user }) => ({ event, device, user }))]);
  await enqueueLetters(service, device);
}

function eventsOf(row: LetterOutRow) {
  if (row.receipt) return [];
  return readLetter(row.signed.letter)
    .events.filter(isKnown)
    .filter((event) => event.is !== 'receipt');
}

function userOf(rows: LetterOutRow[]): string {
  return rows[0]?.user ?? '';
}
