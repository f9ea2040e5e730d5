import type { Body, EntryRow } from '../items.ts';
import type { Db } from '../schema.ts';
import { type Reacted, reactionsTo } from './lanes.ts';
import { namesOf } from './names.ts';

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

/** The lines of some entries, by row key: names and reactions looked up once for all. */
export async function linesOf(db: Db, rows: readonly EntryRow[]): Promise<Map<string, EntryLine>> {
  const authors = rows.map(({ author }) => author);
  const [names, reacted] = await Promise.all([
    namesOf(db, authors),
    Promise.all(rows.map((row) => reactionsTo(db, row))),
  ]);
  const lines = rows.map((row, i): [string, EntryLine] => {
    const { entry, author: user, when, body, before, state, mine } = row;
    const { name, known } = names.get(user) ?? { name: '', known: false };
    const edited = (row.stored?.rev ?? 0) > 0 || before.length > 0;
    const reactions = reacted[i] ?? [];
    return [row.key, { entry, user, name, known, when, body, edited, before, state, mine, reactions }];
  });
  return new Map(lines);
}
