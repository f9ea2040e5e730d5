import { isKnown } from '../../protocol/inside.ts';
import { readLetter } from '../../protocol/letter.ts';
import type { Service } from '../service.ts';
import { enqueueLetters } from './tell.ts';

/**
 * Tells a Friend's new devices (hex) what their other devices gave no receipt for: they restored, and what passed since
 * their last copy may be lost there. What those had read comes again and changes nothing. In a transaction.
 */
export async function carryOver(service: Service, user: string, devices: string[]): Promise<void> {
  const { db } = service;
  const old = (await db.lettersOut.filter((row) => row.user === user).sortBy('key')).filter(
    (row) => !devices.includes(row.device),
  );
  const events = old
    .flatMap(({ signed }) => readLetter(signed.letter).events.filter(isKnown))
    .filter(({ is }) => is !== 'receipt' && is !== 'request' && is !== 'accept');
  for (const device of devices) {
    await db.eventsOut.bulkAdd(events.map((event) => ({ device, user, event: { ...event } })));
    await enqueueLetters(service, device);
  }
}
