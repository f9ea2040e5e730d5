import { hex } from '../../bytes.ts';
import { type EntryRow, type ItemRow, WAITING_AT } from '../items.ts';
import type { Db } from '../schema.ts';
import { type EntryLine, linesOf } from './entryline.ts';
import { laneOf, postOf } from './lanes.ts';
import { namesOf } from './names.ts';

export type { EntryLine } from './entryline.ts';
export type { Reacted } from './lanes.ts';

/** Answers without their comment, and removed comments with answers, looked for in one page at most. */
const OTHERS = 200;

/** A comment with the answers to it, in their order. */
export interface CommentLine extends EntryLine {
  answers: EntryLine[];
}

/** A thread as it is here: its post, its newest comments two levels deep, reactions counted. */
export interface ThreadPage {
  item: ItemRow;
  post: EntryLine | null;
  /** Oldest first. */
  comments: CommentLine[];
  /** Older ones that are here begin before this; null where there are none. */
  next: number | null;
  /** Older ones lie at the server. */
  more: boolean;
}

/**
 * The newest `limit` comments of the first level, with all answers to them, out of those below `before` (`next` of the
 * page after this one). Reads nothing of the others, however many there are. Null where there is no such thread.
 */
export async function threadPage(
  db: Db,
  drop: string,
  { limit, before }: { limit: number; before?: number },
): Promise<ThreadPage | null> {
  const item = await db.items.get(drop);
  if (item === undefined || item.state === 'deleted') return null;
  const [post, page] = await Promise.all([postOf(db, item), firstLevel(db, item, limit, before)]);
  const answers = await answersTo(db, page.tops);
  const rows = [...(post === undefined ? [] : [post]), ...page.tops, ...[...answers.values()].flat()];
  const lines = await linesOf(db, rows);
  const line = (row: EntryRow): EntryLine[] => {
    const one = lines.get(row.key);
    return one === undefined ? [] : [one];
  };
  const comments = page.tops.flatMap((top) =>
    line(top).map((one) => ({ ...one, answers: (answers.get(top.key) ?? []).flatMap(line) })),
  );
  const more = item.older !== null || item.olderReactions !== null;
  return { item, post: (post && lines.get(post.key)) ?? null, comments, more, next: page.next };
}

/**
 * The comments a page begins from, oldest first: of the first level, answers to what is not here, and removed ones that
 * somebody answered. As their server accepted them; those that wait come last, as they were written.
 */
async function firstLevel(
  db: Db,
  item: ItemRow,
  limit: number,
  before?: number,
): Promise<{ tops: EntryRow[]; next: number | null }> {
  const { drop } = item;
  const newest = await laneOf(db, drop, 'comment', before).reverse().limit(limit).toArray();
  const last = newest.length < limit ? undefined : newest.at(-1)?.at;
  const next = last === undefined || last === WAITING_AT ? null : last;
  const others = (lane: 'answer' | 'gone') =>
    laneOf(db, drop, lane, before)
      .reverse()
      .filter(({ at }) => at >= (next ?? 0))
      .limit(OTHERS)
      .toArray();
  const [answers, gone] = await Promise.all([others('answer'), others('gone')]);
  const tops = [...newest, ...(await orphans(db, answers)), ...(await answered(db, gone))];
  return { tops: tops.sort(inOrder), next };
}

/** Answers whose comment is not here, or cannot be read. */
async function orphans(db: Db, answers: EntryRow[]): Promise<EntryRow[]> {
  if (answers.length === 0) return [];
  const above = await db.entries.bulkGet(answers.map(({ under = '' }) => under));
  return answers.filter((_, i) => above[i] === undefined || above[i].lane === 'else');
}

async function answered(db: Db, gone: EntryRow[]): Promise<EntryRow[]> {
  if (gone.length === 0) return [];
  const keys = gone.map(({ key }) => key);
  const under = new Set(await db.entries.where('under').anyOf(keys).uniqueKeys());
  return gone.filter(({ key }) => under.has(key));
}

/** All that hangs below some comments, at any depth, in its order, by the comment's row. */
async function answersTo(db: Db, tops: EntryRow[]): Promise<Map<string, EntryRow[]>> {
  const topOf = new Map(tops.map(({ key }) => [key, key]));
  const found = new Map<string, EntryRow[]>();
  let level = [...topOf.keys()];
  while (level.length > 0) {
    const below = await db.entries.where('under').anyOf(level).toArray();
    const rows = below.filter(({ key, lane }) => lane === 'answer' && !topOf.has(key));
    for (const row of rows) {
      const top = topOf.get(row.under ?? '') ?? '';
      topOf.set(row.key, top);
      found.set(top, [...(found.get(top) ?? []), row]);
    }
    level = rows.map(({ key }) => key);
  }
  for (const rows of found.values()) rows.sort(inOrder);
  return found;
}

function inOrder(a: EntryRow, b: EntryRow): number {
  return a.at - b.at || a.when - b.when;
}

/** Who reacted to an entry, with what. */
export async function reactedTo(
  db: Db,
  drop: string,
  entry: string,
): Promise<{ user: string; name: string; reaction: string }[]> {
  const here = await db.entries.where('to').startsWith(`${drop}:${entry}:`).toArray();
  const names = await namesOf(
    db,
    here.map(({ author }) => author),
  );
  return here.flatMap(({ body, author: user }) => {
    if (body === null || body.is !== 'reactions' || !('to' in body)) return [];
    const reaction = body.to.find(([to]) => hex(to) === entry)?.[1];
    return reaction === undefined ? [] : [{ user, name: names.get(user)?.name ?? '', reaction }];
  });
}
