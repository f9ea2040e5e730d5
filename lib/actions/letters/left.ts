import type { MailboxRow } from '../../db/people.ts';
import type { StoredEntry } from '../../protocol/item.ts';

/** All devices of a user share a mailbox, and none knows for which of the others a letter is that it cannot open. */

/** So long at least, in ms, a letter lies for a device that does not fetch it; who wrote it sends it again by then. */
const WEEK = 7 * 86_400_000;
/** So many of them stay when the mailbox is tidied, and so many may come before it is, weeks or not. */
const STAY = 300;
const MOST = 600;

/** Whether the whole mailbox is looked at, to tidy it, and not only what is new. */
export function isTidied({ left }: MailboxRow, now: number): boolean {
  return left === undefined || now - left.since >= WEEK || left.count > MOST;
}

/** Those of all letters this device could not open (oldest first) that lay there long enough, or are too many. */
export function findSpent({ left }: MailboxRow, letters: readonly StoredEntry[]): StoredEntry[] {
  return letters.filter(({ at }, i) => at <= (left?.rev ?? 0) || i < letters.length - STAY);
}

/** What a mailbox's row says after all was looked at up to a revision, and so many letters were left of it. */
export function lookedAt(
  row: MailboxRow,
  { rev, count, now }: { rev: number; count: number; now: number },
): Pick<MailboxRow, 'looked' | 'left'> {
  if (row.left === undefined || isTidied(row, now)) return { looked: rev, left: { since: now, rev, count } };
  return { looked: rev, left: { ...row.left, count: row.left.count + count } };
}
