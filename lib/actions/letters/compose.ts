import { fromHex, hex } from '../../bytes.ts';
import { signLetter } from '../../crypto/letter.ts';
import type { EventRow, LogInRow, LogOutRow } from '../../db/letters.ts';
import type { FriendRow } from '../../db/people.ts';
import { encode } from '../../protocol/codec.ts';
import { check } from '../../protocol/command.ts';
import { type Letter, LetterEvent } from '../../protocol/letter.ts';
import { secretsOf } from '../identity/secrets.ts';
import type { Service } from '../service.ts';
import { ROOM } from './tell.ts';

const MOST = 64;
/** Hashes of own letters kept, to tell a receipt for another's from one of an older database. */
const KNOWN = 32;

/**
 * Writes what waits for a device into as few letters as hold it, each chained to the one before, each with the receipt
 * for what that device's owner wrote. Where nothing but a receipt is owed, that is the letter. One transaction: an event
 * is either waiting or in a letter.
 */
export async function compose(service: Service, device: string): Promise<void> {
  const { db } = service;
  await db.atomically(async () => {
    const root = service.route.root();
    const [friend, waiting, end] = await Promise.all([
      friendOf(service, device),
      db.eventsOut.where('device').equals(device).sortBy('n'),
      endOf(service, device),
    ]);
    if (root === null || friend === undefined) return;
    // whoever of the two databases reads both receipts sees that one is not its own, and warns its user
    if (end?.parted !== undefined)
      await write(service, device, friend.user, [{ is: 'receipt' }], root, { ...end, ...end.parted });
    for (const batch of batches(waiting)) {
      await write(
        service,
        device,
        friend.user,
        batch.map((row) => check(LetterEvent, row.event)),
        root,
        end,
      );
      await db.eventsOut.bulkDelete(batch.map((row) => row.n ?? 0));
    }
    if (waiting.length === 0 && end?.owes === true)
      await write(service, device, friend.user, [{ is: 'receipt' }], root, end);
    if (end === undefined) return;
    const { parted: _, ...rest } = end;
    await db.logsIn.put({ ...rest, owes: false });
  });
}

/** Whose device it is, where we write to them. */
async function friendOf({ db }: Service, device: string): Promise<FriendRow | undefined> {
  const row = await db.devices.get(device);
  if (row === undefined || row.revoked) return undefined;
  const friend = await db.friends.get(row.user);
  return friend?.state === 'friend' || friend?.state === 'asked' ? friend : undefined;
}

/** The log of theirs to give a receipt for: one that waits for it, else the one written to last. */
async function endOf({ db }: Service, device: string): Promise<LogInRow | undefined> {
  const logs = (await db.logsIn.where('device').equals(device).toArray()).filter((log) => log.hash !== '');
  return logs.sort((a, b) => Number(b.owes) - Number(a.owes) || b.at - a.at)[0];
}

function batches(rows: EventRow[]): EventRow[][] {
  const out: EventRow[][] = [];
  let size = 0;
  for (const row of rows) {
    const own = encode(row.event).length;
    const last = out.at(-1);
    if (last === undefined || last.length === MOST || size + own > ROOM) {
      out.push([row]);
      size = own;
    } else {
      last.push(row);
      size += own;
    }
  }
  return out;
}

async function write(
  service: Service,
  device: string,
  user: string,
  events: LetterEvent[],
  root: Letter['root'],
  end: LogInRow | undefined,
): Promise<void> {
  const { db, p } = service;
  const [secrets, before] = await Promise.all([secretsOf(db), db.logsOut.get(device)]);
  const log = before ?? newLog(service, device, user);
  const letter: Letter = {
    from: secrets.user,
    device: p.signKey(secrets.device),
    to: fromHex(device),
    log: fromHex(log.log),
    number: log.number,
    previous: log.hash,
    root,
    events,
  };
  if (end !== undefined) letter.end = { log: fromHex(end.log), number: end.number, hash: fromHex(end.hash) };
  const { signed, hash } = signLetter(p, secrets.device, letter);
  await db.lettersOut.put({
    key: `${log.log}:${String(log.number).padStart(12, '0')}`,
    log: log.log,
    number: log.number,
    device,
    user,
    signed,
    hash: hex(hash),
    receipt: events.every((event) => event.is === 'receipt'),
    stranger: events.some((event) => event.is === 'request' || event.is === 'accept'),
    sent: 0,
  });
  const written = [...(log.written ?? []), hex(hash)].slice(-KNOWN);
  await db.logsOut.put({ ...log, number: log.number + 1, hash, written });
}

/** A log begins with a random id: who copies a database cannot go on in the same one unseen. */
function newLog(service: Service, device: string, user: string): LogOutRow {
  return { device, user, log: hex(service.random(16)), number: 0, hash: new Uint8Array(32) };
}
