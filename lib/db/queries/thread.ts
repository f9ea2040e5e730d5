import { hex } from '../../bytes.ts';
import type { Body, EntryRow, ItemRow } from '../items.ts';
import type { Db } from '../schema.ts';
import { isPost, nameOf } from './feed.ts';

/** How many reacted with what, and whether we did. */
export interface Reacted {
  reaction: string;
  count: number;
  mine: boolean;
}

/** A post or comment as a thread shows it. */
export interface EntryLine {
  entry: string;
  user: string;
  name: string;
  /** Whether the ID log has this name for this account; Friends and ourselves always. */
  known: boolean;
  when: number;
  body: Body | null;
  edited: boolean;
  /** What stood there before, oldest first. */
  before: EntryRow['before'];
  state: EntryRow['state'];
  mine: boolean;
  reactions: Reacted[];
}

/** A comment with the answers to it, in their order. */
export interface CommentLine extends EntryLine {
  answers: EntryLine[];
}

export interface ThreadView {
  item: ItemRow;
  post: EntryLine | null;
  comments: CommentLine[];
  /** Older ones lie at the server. */
  more: boolean;
}

/** A thread as it is here: its post, the comments two levels deep, reactions counted; null where there is none. */
export async function threadView(db: Db, drop: string): Promise<ThreadView | null> {
  const item = await db.items.get(drop);
  if (item === undefined || item.state === 'deleted') return null;
  const rows = await inOrder(db, drop);
  const reactions = rows.filter(({ body, state }) => body?.is === 'reactions' && state !== 'removed');
  const line = (row: EntryRow) => lineOf(db, row, reactions);
  const post = rows.find((row) => isPost(item, row));
  const comments = rows.filter((row) => row.body?.is === 'comment' || isTombstoneOfAnswered(row, rows));
  const tops = comments.filter((row) => topOf(row, comments) === row);
  const lines: CommentLine[] = [];
  for (const top of tops) {
    const answers: EntryLine[] = [];
    for (const row of comments)
      if (row !== top && row.body !== null && topOf(row, comments) === top) answers.push(await line(row));
    lines.push({ ...(await line(top)), answers });
  }
  const more = item.older !== null || item.olderReactions !== null;
  return { item, post: post === undefined ? null : await line(post), comments: lines, more };
}

/** Who reacted to an entry, with what. */
export async function reactedTo(
  db: Db,
  drop: string,
  entry: string,
): Promise<{ user: string; name: string; reaction: string }[]> {
  const rows = await db.entries.where('drop').equals(drop).toArray();
  const out: { user: string; name: string; reaction: string }[] = [];
  for (const { body, author, state } of rows) {
    const reaction = state === 'removed' ? undefined : reactionTo(body, entry);
    if (reaction !== undefined) out.push({ user: author, name: await nameOf(db, author), reaction });
  }
  return out;
}

/** As their server accepted them; those that wait come last, as they were written. */
async function inOrder(db: Db, drop: string): Promise<EntryRow[]> {
  const rows = await db.entries.where('drop').equals(drop).toArray();
  return rows.sort((a, b) => a.at - b.at || a.when - b.when);
}

/** A removed comment stays as a place where answers hang. */
function isTombstoneOfAnswered(row: EntryRow, rows: EntryRow[]): boolean {
  return row.state === 'removed' && rows.some((one) => answered(one) === row.entry);
}

function answered(row: EntryRow): string | null {
  const { body } = row;
  return body !== null && body.is === 'comment' && 're' in body && body.re !== null ? hex(body.re) : null;
}

/** The comment of the first level a comment hangs below; itself where it answers the post, or what is not here. */
function topOf(row: EntryRow, comments: EntryRow[]): EntryRow {
  let top = row;
  for (let depth = 0; depth < comments.length; depth++) {
    const to = answered(top);
    const above = to === null ? undefined : comments.find(({ entry }) => entry === to);
    if (above === undefined) return top;
    top = above;
  }
  return row;
}

async function lineOf(db: Db, row: EntryRow, reactions: EntryRow[]): Promise<EntryLine> {
  const counted = new Map<string, Reacted>();
  for (const { body, mine } of reactions) {
    const reaction = reactionTo(body, row.entry);
    if (reaction === undefined) continue;
    const before = counted.get(reaction) ?? { reaction, count: 0, mine: false };
    counted.set(reaction, { reaction, count: before.count + 1, mine: before.mine || mine });
  }
  const { entry, author: user, when, body, before, state, mine } = row;
  const author = await db.authors.get(user);
  return {
    entry,
    user,
    name: await nameOf(db, user),
    known: user !== '' && (author === undefined || author.state === 'listed'),
    when,
    body,
    edited: (row.stored?.rev ?? 0) > 0 || before.length > 0,
    before,
    state,
    mine,
    reactions: [...counted.values()].sort((a, b) => b.count - a.count),
  };
}

function reactionTo(body: Body | null, entry: string): string | undefined {
  if (body === null || body.is !== 'reactions' || !('to' in body)) return undefined;
  return body.to.find(([to]) => hex(to) === entry)?.[1];
}
