import { hex } from '../../bytes.ts';
import type { OpenedLetter } from '../../crypto/letter.ts';
import type { LetterInRow, LogInRow } from '../../db/letters.ts';
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
  const [known, before, forerunner] = await Promise.all([
    db.lettersIn.get(key),
    db.logsIn.get(log),
    db.lettersIn.get(`${log}:${previous}`),
  ]);
  if (known !== undefined) {
    if (before !== undefined) await db.logsIn.put({ ...before, owes: true });
    await enqueueReceipt(service, sender);
    return false;
  }
  if (before !== undefined && before.device !== sender.device) return false;
  await db.lettersIn.put({ key, log, number: letter.number, previous, hash, at: now() });
  const follows = previous === NOTHING || forerunner !== undefined;
  const later = await laterIn(service, log, letter.number, before);
  const end = follows ? lastAfter(later, { number: letter.number, hash }) : null;
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
  const most = later.reduce(
    (most, { number }) => Math.max(most, number),
    Math.max(row.most ?? 0, letter.number),
  );
  const owed = letter.events.some((event) => event.is !== 'receipt');
  await db.logsIn.put({ ...row, ...end, most, owes: row.owes || owed, at: now() });
  if (owed) await enqueueReceipt(service, sender);
  return true;
}

/** Letters may come out of order: those of a log that may follow this one; none are looked for where it is the newest. */
async function laterIn(
  { db }: Service,
  log: string,
  number: number,
  before: LogInRow | undefined,
): Promise<LetterInRow[]> {
  if (before?.most !== undefined && number >= before.most) return [];
  return await db.lettersIn.where('log').equals(log).toArray();
}

/** The end of those that were waiting for this one. */
function lastAfter(rows: LetterInRow[], from: { number: number; hash: string }) {
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

async function enqueueReceipt(service: Service, sender: Sender): Promise<void> {
  await enqueueLetters(service, sender.device, { at: service.now() + RECEIPT });
}
