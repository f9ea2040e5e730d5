import { hex } from '../../bytes.ts';
import type { OpenedLetter } from '../../crypto/letter.ts';
import type { Service } from '../service.ts';
import type { Sender } from './handler.ts';
import { enqueueLetters } from './tell.ts';

const NOTHING = '00'.repeat(32);
/** A receipt may wait so long, in ms, for a letter that goes anyway. */
const RECEIPT = 20_000;
/** A letter key lives a week and 30 days; a quiet device turns its own late. */
const READ = 90 * 86_400_000;

/**
 * Notes a letter in its log; false where it was read before. Two letters of one number are both read (a copied database
 * writes a second), and then both ends get a receipt. The end named in receipts is the newest letter whose forerunner is here: a gap is never receipted.
 * In a transaction.
 */
export async function keepInLog(service: Service, sender: Sender, opened: OpenedLetter): Promise<boolean> {
  const { db, now } = service;
  const { letter } = opened;
  const [log, hash, previous] = [hex(letter.log), hex(opened.hash), hex(letter.previous)];
  const key = `${log}:${hash}`;
  if ((await db.lettersIn.get(key)) !== undefined) {
    await oweReceipt(service, sender, log);
    return false;
  }
  const before = await db.logsIn.get(log);
  if (before !== undefined && before.device !== sender.device) return false;
  await db.lettersIn.put({ key, log, number: letter.number, previous, hash, at: now() });
  const follows = previous === NOTHING || (await db.lettersIn.get(`${log}:${previous}`)) !== undefined;
  const end = follows ? await lastAfter(service, log, { number: letter.number, hash }) : null;
  const row = before ?? {
    log,
    device: sender.device,
    user: sender.user,
    number: 0,
    hash: '',
    owes: false,
    at: 0,
  };
  const parted = end !== null && row.hash !== '' && previous !== row.hash;
  if (parted) row.parted = { number: row.number, hash: row.hash };
  await db.logsIn.put({ ...row, ...end, at: now() });
  if (letter.events.some((event) => event.is !== 'receipt')) await oweReceipt(service, sender, log);
  return true;
}

/** Letters may come out of order: those that were waiting for this one follow it. */
async function lastAfter({ db }: Service, log: string, from: { number: number; hash: string }) {
  const rows = await db.lettersIn.where('log').equals(log).toArray();
  let last = from;
  for (;;) {
    const next = rows.find((row) => row.previous === last.hash);
    if (next === undefined) return last;
    last = { number: next.number, hash: next.hash };
  }
}

/**
 * Forgets letters read so long ago that nobody can open them again, all keys they were sealed to being gone; the end of
 * each log stays. In a transaction.
 */
export async function forgetOldLetters({ db, now }: Service): Promise<void> {
  const ends = new Set((await db.logsIn.toArray()).map((row) => `${row.log}:${row.hash}`));
  await db.lettersIn
    .where('at')
    .below(now() - READ)
    .filter((row) => !ends.has(row.key))
    .delete();
}

async function oweReceipt(service: Service, sender: Sender, log: string): Promise<void> {
  await service.db.logsIn.update(log, { owes: true });
  await enqueueLetters(service, sender.device, { at: service.now() + RECEIPT });
}
