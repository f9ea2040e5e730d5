import type { ItemRow } from '../../db/items.ts';
import type { Service } from '../service.ts';
import { close, rekey } from './change.ts';

/** An item nobody wrote in for so long (ms) is not in use. */
const IN_USE = 30 * 86_400_000;

/**
 * Closes all our items somebody (UserID, hex) had the key of: they are no reader any more. Items in use get a new
 * generation at once; older ones take no entries until somebody wants to answer. In a transaction.
 */
export async function closeTo(service: Service, user: string): Promise<void> {
  const { db } = service;
  const rows = await db.items.filter((row) => row.mine && row.readers.includes(user)).toArray();
  for (const row of rows) {
    await db.items.update(row.drop, { readers: row.readers.filter((one) => one !== user) });
    if (row.state === 'deleted' || row.state === 'moved') continue;
    if (await isInUse(service, row)) await rekey(service, row.drop);
    else await close(service, row.drop);
  }
}

async function isInUse({ db, now }: Service, row: ItemRow): Promise<boolean> {
  if (row.when > now() - IN_USE) return true;
  const recent = await db.entries
    .where('drop')
    .equals(row.drop)
    .filter((one) => one.when > now() - IN_USE)
    .count();
  return recent > 0;
}
