import { enqueueLetters } from '../letters/tell.ts';
import type { Service } from '../service.ts';

/**
 * A letter that was not taken in time (log, hex, and its number) is in custody of the Friend's helper now: where no
 * mailbox has it yet, as without a network, none needs it any more. Changes nothing for one that is sent or forgotten.
 */
export async function takenLater(service: Service, args: { log: string; number: number }): Promise<void> {
  const { db, now } = service;
  await db.atomically(async () => {
    const row = await db.lettersOut
      .where('log')
      .equals(args.log)
      .filter(({ number, sent }) => number === args.number && sent === 0)
      .first();
    if (row === undefined) return;
    const { sealed: _, ...rest } = row;
    await db.lettersOut.put({ ...rest, sent: now(), by: 'helper' });
    await enqueueLetters(service, row.device);
  });
}
