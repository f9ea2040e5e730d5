import type { EntryRow, ItemRow, Lane } from '../items.ts';
import type { Db } from '../schema.ts';
import { counted } from './counted.ts';

/** Entries of one lane of a thread that stand below a revision (all where left out), to be taken from either end. */
export function laneOf(db: Db, drop: string, lane: Lane, below = Number.MAX_SAFE_INTEGER + 1) {
  return db.entries.where('[drop+lane+at]').between([drop, lane, 0], [drop, lane, below], true, false);
}

/** A thread's post: its owner's own, and nobody else's. */
export async function postOf(db: Db, item: ItemRow): Promise<EntryRow | undefined> {
  const rows = await laneOf(db, item.drop, 'post').toArray();
  return rows.find(
    ({ body, author, state }) => body?.is === 'post' && author === item.owner && state !== 'removed',
  );
}

/** Comments and answers of a thread that are here. */
export async function countComments(db: Db, drop: string): Promise<number> {
  const [comments, answers] = await Promise.all([
    counted(() => laneOf(db, drop, 'comment')),
    counted(() => laneOf(db, drop, 'answer')),
  ]);
  return comments + answers;
}

/** How many reacted with what, and whether we did. */
export interface Reacted {
  reaction: string;
  count: number;
  mine: boolean;
}

/** Who reacted how to an entry (by its row), most frequent first: read from the index alone. */
export async function reactionsTo(db: Db, row: Pick<EntryRow, 'key'>): Promise<Reacted[]> {
  const keys = await db.entries.where('to').startsWith(`${row.key}:`).keys();
  const counted = new Map<string, Reacted>();
  for (const key of keys) {
    const [, , reaction = '', mine] = String(key).split(':');
    const before = counted.get(reaction) ?? { reaction, count: 0, mine: false };
    counted.set(reaction, { reaction, count: before.count + 1, mine: before.mine || mine === '1' });
  }
  return [...counted.values()].sort((a, b) => b.count - a.count);
}
