import { entrySeed } from '../../crypto/entry.ts';
import { sealLetter } from '../../crypto/letter.ts';
import { signEntry } from '../../crypto/outside.ts';
import type { LetterOutRow } from '../../db/letters.ts';
import type { DeviceRow, FriendRow } from '../../db/people.ts';
import type { Entry } from '../../protocol/item.ts';
import { secretsOf } from '../identity/secrets.ts';
import { DONE, type Performer } from '../outbox/outcome.ts';
import { addressesOf, handOver } from '../peers/handover.ts';
import { PATIENCE } from '../peers/ways.ts';
import type { Service } from '../service.ts';
import { compose } from './compose.ts';
import { friendsMailbox, type Mailbox, MailboxGoneError, putLetter, strangersMailbox } from './mailbox.ts';

const HOUR = 3_600_000;
/** When a letter's custody is looked after, in ms: it was answered for long before, unless this program ended meanwhile. */
const LOOK = PATIENCE + 1_000;

/**
 * Writes what waits for a device into letters, in the order of their log, and sends them: by helper where the device has
 * one we may dial, and to the mailbox where it has none, or it did not take them in time.
 */
export const performLetters: Performer<'letters'> = async (service, { id, args: { device } }) => {
  const { db, now } = service;
  const ready = await db.atomically(async () => {
    const way = await wayTo(service, device);
    const turn = way?.addresses ? service.ways.turn(device, now()) : now();
    if (turn > now()) return { later: turn };
    if (await mustWait(service, id)) return { later: now() };
    await compose(service, device);
    const rows = await db.lettersOut.where('[device+sent]').equals([device, 0]).sortBy('key');
    return { way, rows, ahead: await lettersByMail(service, device) };
  });
  if ('later' in ready) return { is: 'later', at: ready.later };
  const { way, rows, ahead } = ready;
  if (way === null || way.to.revoked) return DONE;
  const { to, friend, addresses } = way;
  if (friend.stopped !== undefined) return { is: 'later', at: now() + HOUR };
  const direct = addresses === null ? [] : rows.filter((row) => row.tried === undefined && !row.stranger);
  if (addresses !== null) handOver(service, direct, to, addresses);
  const overtakes = ahead || (ahead !== null && direct.length < rows.length);
  for (const row of rows) if (overtakes || !direct.includes(row)) await bring(service, row, to, friend);
  return direct.length > 0 ? { is: 'later', at: now() + LOOK } : DONE;
};

/**
 * Whether letters of a log nobody gave a receipt for yet went by mailbox; null where there is a receipt. What follows them by
 * helper would come before them: whoever does not know this device yet, because its contact card is among them, reads
 * nothing of it. So it goes by mailbox, too.
 */
async function lettersByMail({ db }: Service, device: string): Promise<boolean | null> {
  const log = await db.logsOut.get(device);
  if (log === undefined || log.received !== undefined) return null;
  const letters = await db.lettersOut.where('log').equals(log.log).toArray();
  return letters.some(({ sent, by }) => sent > 0 && by === undefined);
}

/** Whose a device is, and where letters to it may go by helper, not one by one when many come; null where nobody knows it. */
async function wayTo(
  service: Service,
  device: string,
): Promise<{ to: DeviceRow; friend: FriendRow; addresses: readonly string[] | null } | null> {
  const to = await service.db.devices.get(device);
  const friend = to && (await service.db.friends.get(to.user));
  return to && friend ? { to, friend, addresses: await addressesOf(service, to, friend) } : null;
}

/**
 * Whether the deed has been given more to wait for since it was found due: a contact card that came to what waits must not
 * go before the append key in it is in force, or letters by that key would be answered and kept nowhere.
 */
async function mustWait({ db }: Service, id: string): Promise<boolean> {
  const after = (await db.deeds.get(id))?.after ?? [];
  return (await db.deeds.bulkGet(after)).some((deed) => deed !== undefined);
}

/** To the Friends' mailbox; where nothing is there any more, to the strangers'. */
async function bring(service: Service, row: LetterOutRow, to: DeviceRow, friend: FriendRow): Promise<void> {
  const strangers = strangersMailbox(friend);
  const first = row.stranger ? strangers : friendsMailbox(friend);
  try {
    if (first !== null) await put(service, row, to, first);
  } catch (error) {
    if (!(error instanceof MailboxGoneError) || row.stranger || strangers === null) throw error;
    await service.db.lettersOut.where('key').equals(row.key).modify({ stranger: true });
    await put(service, row, to, strangers);
  }
}

async function put(service: Service, row: LetterOutRow, to: DeviceRow, mailbox: Mailbox): Promise<void> {
  const entry = await sealedFor(service, row, to, mailbox);
  if (entry === null) return;
  await putLetter(service, mailbox, entry);
  await service.db.lettersOut
    .where('key')
    .equals(row.key)
    .modify((one) => {
      one.sent = service.now();
      delete one.sealed;
    });
}

/**
 * The letter as an entry of this mailbox: kept from before its first try until the mailbox has it, so that a retry is the
 * same deed; sealed anew for another mailbox. Null while the device has no letter key.
 */
async function sealedFor(
  service: Service,
  row: LetterOutRow,
  to: DeviceRow,
  mailbox: Mailbox,
): Promise<Entry | null> {
  const { db, p } = service;
  if (row.sealed !== undefined && row.sealed.box === mailbox.box) return row.sealed.entry;
  const pk = to.letterKeys.toSorted((a, b) => b.week - a.week)[0]?.pk;
  const sealed = pk && sealLetter(p, pk, row.signed);
  if (!sealed) return null;
  const { seed } = await secretsOf(db);
  const entry = signEntry(p, entrySeed(p, seed, mailbox.drop), mailbox.drop, {
    number: p.random(16),
    rev: 0,
    gen: mailbox.gen,
    lane: 0,
    chunks: 0,
    sealed,
  });
  await db.lettersOut.update(row.key, { sealed: { box: mailbox.box, entry } });
  return entry;
}
