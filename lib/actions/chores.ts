import { today } from './identity/clock.ts';
import { needCredentials } from './identity/credentials.ts';
import { turnLetterKeys } from './identity/letterkeys.ts';
import { forgetOldCredentials } from './identity/pay.ts';
import { forgetOldLetters } from './letters/chain.ts';
import { sendOldAgain } from './letters/receipts.ts';
import { enqueue } from './outbox/enqueue.ts';
import type { Service } from './service.ts';
import { keepVault } from './vault/write.ts';

/** What is due by the calendar: letter keys, credentials, the watch over the own name, letters without receipt, the vault. Asks nobody itself. */
export async function doChores(service: Service): Promise<void> {
  const { db } = service;
  const profile = await db.profile.get('me');
  if (profile?.listing === undefined) return;
  await turnLetterKeys(service);
  await forgetOldCredentials(service);
  await db.atomically(async () => {
    await needCredentials(service);
    await sendOldAgain(service);
    await forgetOldLetters(service);
    await keepVault(service);
    const day = today(service);
    const looked = (await db.settings.get('watched'))?.value;
    if (looked === day) return;
    await db.settings.put({ key: 'watched', value: day });
    await enqueue(service, 'watch', { day }, { id: 'watch' });
  });
}
