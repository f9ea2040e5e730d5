import type { AdBody } from '../../protocol/ad.ts';
import type { Body, ItemRow } from '../items.ts';
import type { Db } from '../schema.ts';
import { countComments, postOf, reactionsTo } from './lanes.ts';
import { type Named, nameOf, namesOf } from './names.ts';

export { nameOf };

/** A post as lists show it, with what is under it counted. */
export interface PostLine {
  drop: string;
  /** UserID (hex) and name of who posted. */
  user: string;
  name: string;
  when: number;
  /** The post; null while it is not here yet. */
  entry: string | null;
  body: Body | null;
  edited: boolean;
  /** Comments here; more lie at the server where `more`. */
  comments: number;
  /** To the post itself. */
  reactions: number;
  more: boolean;
  state: ItemRow['state'];
  /** What its server did, where it is not believed any more. */
  doubt: string | null;
  ad: AdBody | null;
}

/** Where a page of a list ends: the next one begins there; null where nothing more is here. */
export interface Page<T> {
  lines: T[];
  next: number | null;
}

/** The News Feed, newest first: at most `limit` posts made before `before` (ms; all where absent). */
export async function feedPage(
  db: Db,
  limit: number,
  before = Number.MAX_SAFE_INTEGER,
): Promise<Page<PostLine>> {
  return await pageOf(
    db,
    await db.newsFeed.where('when').below(before).reverse().limit(limit).toArray(),
    limit,
  );
}

/** The own Wall, newest first, as `feedPage`; or a Friend's (UserID, hex): what they posted and we were given. */
export async function wallPage(
  db: Db,
  limit: number,
  before = Number.MAX_SAFE_INTEGER,
  user?: string,
): Promise<Page<PostLine>> {
  const rows =
    user === undefined
      ? await db.wall.where('when').below(before).reverse().limit(limit).toArray()
      : await db.newsFeed
          .where('[user+when]')
          .between([user, 0], [user, before], true, false)
          .reverse()
          .limit(limit)
          .toArray();
  return await pageOf(
    db,
    rows.map(({ drop, when }) => ({ drop, when })),
    limit,
  );
}

interface Listed {
  drop: string;
  when: number;
  ad?: AdBody;
}

async function pageOf(db: Db, rows: Listed[], limit: number): Promise<Page<PostLine>> {
  const items = await db.items.bulkGet(rows.map(({ drop }) => drop));
  const names = await namesOf(
    db,
    items.map((item) => item?.owner ?? ''),
  );
  const lines = await Promise.all(rows.map(({ ad }, i) => postLine(db, items[i], ad ?? null, names)));
  const next = rows.length < limit ? null : (rows.at(-1)?.when ?? null);
  return { lines: lines.flatMap((line) => line ?? []), next };
}

async function postLine(
  db: Db,
  item: ItemRow | undefined,
  ad: AdBody | null,
  names: Map<string, Named>,
): Promise<PostLine | null> {
  if (item === undefined || item.state === 'deleted') return null;
  const { drop, owner: user, when, state } = item;
  const [post, comments] = await Promise.all([postOf(db, item), countComments(db, drop)]);
  const reacted = post === undefined ? [] : await reactionsTo(db, post);
  return {
    drop,
    user,
    name: names.get(user)?.name ?? '',
    when,
    entry: post?.entry ?? null,
    body: post?.body ?? null,
    edited: (post?.stored?.rev ?? 0) > 0 || (post?.before.length ?? 0) > 0,
    comments,
    reactions: reacted.reduce((sum, { count }) => sum + count, 0),
    more: item.older !== null || item.olderReactions !== null,
    state,
    doubt: item.doubt ?? null,
    ad,
  };
}
