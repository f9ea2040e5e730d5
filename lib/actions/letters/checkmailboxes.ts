import { ownerSeed } from '../../crypto/item.ts';
import { entryId } from '../../crypto/outside.ts';
import { proveTake } from '../../crypto/rights.ts';
import { checkStanding } from '../../crypto/standing.ts';
import type { MailboxRow } from '../../db/people.ts';
import type { Args } from '../../protocol/command.ts';
import { read, take } from '../../protocol/commands/content.ts';
import { MalformedError } from '../../protocol/errors.ts';
import type { StoredEntry } from '../../protocol/item.ts';
import { askContent } from '../ask.ts';
import { secretsOf } from '../identity/secrets.ts';
import type { Service } from '../service.ts';
import { findSpent, isTidied, lookedAt } from './left.ts';
import { takeIn } from './takein.ts';

/** Pages of a mailbox read at once: what is behind them is read the next time. */
const PAGES = 200;

/**
 * Asks both mailboxes, whatever is in them, and reads what came; a letter is taken out only after it is in the
 * database, and what this device cannot open stays for the user's other devices. Answers whether anything came. What one
 * mailbox throws is thrown after the other was asked.
 */
export async function checkMailboxes(service: Service): Promise<boolean> {
  return await service.alone('mailboxes', async () => {
    await service.db.room.look();
    const rows = (await service.db.mailboxes.toArray()).filter((row) => row.made);
    const ends = await Promise.allSettled(rows.map((row) => checkMailbox(service, row)));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    return ends.some((end) => end.status === 'fulfilled' && end.value);
  });
}

async function checkMailbox(service: Service, row: MailboxRow): Promise<boolean> {
  const now = service.now();
  const tidied = isTidied(row, now);
  const { letters, rev, isAll } = await readAfter(service, row, tidied ? 0 : (row.looked ?? 0));
  const ours: StoredEntry[] = [];
  const others: StoredEntry[] = [];
  // Newest first as read: the log of each device is read in its order.
  for (const letter of letters.toReversed())
    ((await takeIn(service, row.box, letter.sealed)) ? ours : others).push(letter);
  const spent = tidied ? findSpent(row, others) : [];
  await takeOut(service, row, [...ours, ...spent]);
  const count = others.length - spent.length;
  if (isAll) await service.db.mailboxes.update(row.box, lookedAt(row, { rev, count, now }));
  return ours.length > 0;
}

/** Letters that came after a revision, newest first, and up to which revision these are all. */
async function readAfter(
  service: Service,
  row: MailboxRow,
  after: number,
): Promise<{ letters: StoredEntry[]; rev: number; isAll: boolean }> {
  const letters: StoredEntry[] = [];
  let before: number | undefined;
  let rev: number | undefined;
  for (let page = 0; page < PAGES; page++) {
    const args: Args<typeof read> = { id: row.id, least: row.rev ?? 0 };
    if (before !== undefined) args.before = before;
    const answer = await askContent(service, row.server, read, args);
    const { standing, entries } = answer;
    if (!checkStanding(service.p, row.server, row.drop, standing))
      throw new MalformedError('a standing that is not signed');
    rev ??= standing.rev;
    await service.db.mailboxes.update(row.box, { rev: Math.max(row.rev ?? 0, standing.rev) });
    letters.push(...entries.filter(({ at, gone }) => gone === undefined && at > after));
    before = answer.before;
    if (before === undefined || before <= after || entries.length === 0) return { letters, rev, isAll: true };
  }
  return { letters, rev: rev ?? 0, isAll: false };
}

async function takeOut(service: Service, row: MailboxRow, letters: StoredEntry[]): Promise<void> {
  const { p, db } = service;
  const { seed } = await secretsOf(db);
  const ids = letters.map((letter) => entryId(p, letter.key, letter.number));
  for (let at = 0; at < ids.length; at += 128) {
    const entries = ids.slice(at, at + 128);
    const proof = proveTake(p, ownerSeed(p, seed, row.salt), row.drop, entries);
    await askContent(service, row.server, take, { drop: row.drop, entries, ...proof });
  }
}
