import { hex } from '../../bytes.ts';
import type { LogOutRow } from '../../db/letters.ts';
import type { ReadLetter } from '../../protocol/letter.ts';
import type { Service } from '../service.ts';
import { beginNewLog } from './newlog.ts';
import { enqueueLetters } from './tell.ts';

const DAY = 86_400_000;
/** So long a letter may lie unread, in ms, before it is sealed anew and sent again. */
const PATIENCE = 7 * DAY;

/** Letters of a log that nobody need keep any more. */
export interface Forgotten {
  log: string;
  upTo: number;
}

/**
 * Reads the receipt in a letter: what it names and all before it is forgotten, which it answers. An end that is not of our log, or lies
 * before one they gave earlier, shows a restored or copied database: a new log begins. A letter that was overtaken by a
 * newer one says nothing new. In a transaction.
 */
export async function takeReceipt(
  service: Service,
  device: string,
  letter: Pick<ReadLetter, 'log' | 'number' | 'end'>,
): Promise<Forgotten | null> {
  const { db } = service;
  const { end } = letter;
  const log = await db.logsOut.get(device);
  if (end === undefined || log === undefined || hex(end.log) !== log.log) return null;
  const by = { log: hex(letter.log), number: letter.number };
  const newest = log.received?.by;
  if (newest?.log === by.log && by.number < newest.number) return null;
  const hash = hex(end.hash);
  if (log.received?.number === end.number && log.received.hash === hash) return null;
  const rows = await db.lettersOut.where('log').equals(log.log).toArray();
  const named = rows.find((row) => row.number === end.number);
  if (named?.hash !== hash) {
    if (isForeign(log, end.number, hash)) await warnOfCopy(service);
    await beginNewLog(service, device);
    return { log: log.log, upTo: log.number };
  }
  await db.lettersOut.bulkDelete(rows.filter((row) => row.number <= end.number).map((row) => row.key));
  await db.logsOut.update(device, { received: { number: end.number, hash, by } });
  return { log: log.log, upTo: end.number };
}

/** Whether we never wrote the letter of that number and hash; false where it is too long ago to say. */
function isForeign({ number, written = [] }: LogOutRow, at: number, hash: string): boolean {
  const ours = written.at(at - number);
  return at >= number || (number - at <= written.length && ours !== hash);
}

/**
 * Somebody with this device's key wrote in its log: this database was copied, or restored from a copy of its files. Two
 * machines with one device take each other's letters away; with the recovery phrase one becomes a device of its own.
 */
async function warnOfCopy({ db, now }: Service): Promise<void> {
  await db.warnings.put({ id: 'copy', is: 'copy', when: now() });
}

/** Has letters that got no receipt for a week sealed to the newest key and sent again. In a transaction. */
export async function sendOldAgain(service: Service): Promise<void> {
  const { db, now } = service;
  const old = await db.lettersOut.filter((row) => row.sent > 0 && row.sent < now() - PATIENCE).toArray();
  for (const row of old) {
    if ((await db.friends.get(row.user))?.state !== 'friend') continue;
    await db.lettersOut
      .where('key')
      .equals(row.key)
      .modify((one) => {
        one.sent = 0;
        delete one.by;
        delete one.tried;
      });
    await enqueueLetters(service, row.device);
  }
}
