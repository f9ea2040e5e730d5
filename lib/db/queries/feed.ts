import type { AdBody } from '../../protocol/ad.ts';
import type { Body, EntryRow, ItemRow } from '../items.ts';
import type { Db } from '../schema.ts';

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
  const rows = await db.newsFeed.where('when').below(before).reverse().limit(limit).toArray();
  const lines: PostLine[] = [];
  for (const { drop, ad } of rows) lines.push(...(await postLine(db, drop, ad ?? null)));
  return { lines, next: rows.length < limit ? null : (rows.at(-1)?.when ?? null) };
}

/** The own Wall, newest first, as `feedPage`; or a Friend's (UserID, hex): what they posted and we were given. */
export async function wallPage(
  db: Db,
  limit: number,
  before = Number.MAX_SAFE_INTEGER,
  user?: string,
): Promise<Page<PostLine>> {
  const below = (user === undefined ? db.wall : db.newsFeed).where('when').below(before).reverse();
  const chosen = user === undefined ? below : below.filter((row) => 'user' in row && row.user === user);
  const rows = await chosen.limit(limit).toArray();
  const lines: PostLine[] = [];
  for (const { drop } of rows) lines.push(...(await postLine(db, drop, null)));
  return { lines, next: rows.length < limit ? null : (rows.at(-1)?.when ?? null) };
}

async function postLine(db: Db, drop: string, ad: AdBody | null): Promise<PostLine[]> {
  const item = await db.items.get(drop);
  if (item === undefined || item.state === 'deleted') return [];
  const rows = await db.entries.where('drop').equals(drop).toArray();
  const post = rows.find((row) => isPost(item, row));
  const of = (is: string) => rows.filter((row) => row.body?.is === is && row.state !== 'removed');
  const reactions = of('reactions').reduce((sum, { body }) => sum + reactionsIn(body), 0);
  return [
    {
      drop,
      user: item.owner,
      name: await nameOf(db, item.owner),
      when: item.when,
      entry: post?.entry ?? null,
      body: post?.body ?? null,
      edited: (post?.stored?.rev ?? 0) > 0 || (post?.before.length ?? 0) > 0,
      comments: of('comment').length,
      reactions,
      more: item.older !== null || item.olderReactions !== null,
      state: item.state,
      doubt: item.doubt ?? null,
      ad,
    },
  ];
}

/** Whether an entry is the post of its thread: its owner's own, and nobody else's. */
export function isPost(item: ItemRow, row: EntryRow): boolean {
  return row.body?.is === 'post' && row.author === item.owner && row.state !== 'removed';
}

function reactionsIn(body: Body | null): number {
  return body !== null && body.is === 'reactions' && 'to' in body ? body.to.length : 0;
}

/** The name to show for somebody (UserID, hex): ours, a Friend's, or what a stranger's card says; empty for nobody known. */
export async function nameOf(db: Db, user: string): Promise<string> {
  if (user === '') return '';
  const friend = await db.friends.get(user);
  if (friend !== undefined) return friend.name;
  const author = await db.authors.get(user);
  if (author !== undefined) return author.state === 'wrong' ? '' : author.name;
  return (await db.profile.get('me'))?.name ?? '';
}
