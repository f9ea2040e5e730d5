import { makeLetterKey } from '../../crypto/identity.ts';
import { tellFriends } from '../letters/tell.ts';
import type { Service } from '../service.ts';
import { changeCard } from './card.ts';
import { thisWeek } from './clock.ts';
import { letterSecrets, secretsOf } from './secrets.ts';

const KEPT = 30 * 86_400_000;

/**
 * Makes the week's letter key where it is not there yet, and tells strangers (card) and Friends (letter); deletes secrets
 * whose successor came 30 days ago, and with them what was sealed to them.
 */
export async function turnLetterKeys(service: Service): Promise<void> {
  const { db, now, p } = service;
  const week = thisWeek(service);
  await db.atomically(async () => {
    const kept = await letterSecrets(db);
    await db.keys.bulkDelete(
      kept.filter((row) => (row.succeeded ?? now()) <= now() - KEPT).map((row) => row.name),
    );
    const newest = kept[0];
    if (newest === undefined || newest.number >= week) return;
    const { device } = await secretsOf(db);
    const { secret, key } = makeLetterKey(p, device, week);
    await db.keys.put({ name: `letter:${week}`, bytes: secret, number: week, made: now() });
    for (const row of kept)
      if (row.succeeded === undefined) await db.keys.update(row.name, { succeeded: now() });
    await changeCard(service, { letterKeys: [key] });
    await tellFriends(service, [{ is: 'key', key }]);
  });
}
