import { sealLetter } from '../../crypto/letter.ts';
import type { LetterOutRow } from '../../db/letters.ts';
import type { DeviceRow, FriendRow } from '../../db/people.ts';
import { hasPlace } from '../../protocol/helperaddress.ts';
import { enqueueLetters } from '../letters/tell.ts';
import type { Service } from '../service.ts';
import { isDirect, readDelivery } from './allowed.ts';

/** Where letters to a device may go by helper: its addresses; null where only the mailbox is left. */
export async function addressesOf(
  { db, peers }: Service,
  to: DeviceRow,
  friend: FriendRow,
): Promise<readonly string[] | null> {
  const addresses = to.addresses?.filter(hasPlace) ?? [];
  if (peers === null || to.revoked || addresses.length === 0) return null;
  return isDirect(friend, await readDelivery(db)) ? addresses : null;
}

/**
 * Gives letters to the own helper, in their order, and does not wait: a Friend who is not there holds nobody up. Once one
 * is in custody of the Friend's helper it counts as sent; where it was not taken in time the mailbox gets it too. Either
 * way the device's deed is due again then. What the helper gets is sealed for it, what the mailbox gets is sealed anew:
 * it is one letter by the hash of what its device signed.
 */
export function handOver(
  service: Service,
  rows: LetterOutRow[],
  to: DeviceRow,
  addresses: readonly string[],
): void {
  const { ways, now } = service;
  const fresh = rows.filter((row) => !ways.underWay.has(row.key));
  if (fresh.length > 0) ways.went(to.device, now());
  for (const row of fresh) {
    ways.underWay.add(row.key);
    // What fails here is the database: the deed is still in it, and looks again by itself.
    handOne(service, row, to, addresses).catch(() => undefined);
  }
}

async function handOne(
  service: Service,
  row: LetterOutRow,
  to: DeviceRow,
  addresses: readonly string[],
): Promise<void> {
  const { ways, now } = service;
  try {
    const took = await give(service, row, to, addresses);
    ways.note(to.device, addresses, took, now());
    await noteTaken(service, row, took);
  } finally {
    ways.underWay.delete(row.key);
  }
}

async function give(
  { p, peers, ways, now }: Service,
  { log, number, signed }: LetterOutRow,
  to: DeviceRow,
  addresses: readonly string[],
): Promise<boolean> {
  const pk = to.letterKeys.toSorted((a, b) => b.week - a.week)[0]?.pk;
  const letter = pk && sealLetter(p, pk, signed);
  if (!letter || peers === null) return false;
  return await peers.deliver(
    { to: addresses, log, number, letter },
    ways.patience(to.device, addresses, now()),
  );
}

async function noteTaken(service: Service, row: LetterOutRow, took: boolean): Promise<void> {
  const { db, ways, now } = service;
  await db.atomically(async () => {
    const there = await db.lettersOut.update(
      row.key,
      took ? { sent: now(), by: 'helper' } : { tried: now() },
    );
    // before its deed looks again
    ways.underWay.delete(row.key);
    if (there > 0) await enqueueLetters(service, row.device);
  });
}
