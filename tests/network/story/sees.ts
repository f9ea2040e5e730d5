import type { DeedRow } from '../../../lib/db/deeds.ts';
import type { EntryRow } from '../../../lib/db/items.ts';
import type { FeedRow, MessageRow, NotificationRow, RequestRow, WallRow } from '../../../lib/db/lists.ts';
import type { FriendRow } from '../../../lib/db/people.ts';
import type { Db } from '../../../lib/db/schema.ts';
import type { WarningRow } from '../../../lib/db/trust.ts';

const DAY = 86_400_000;

/** What a person sees: the lists of their database, as screens read them. */
export interface Sees {
  friends(): Promise<FriendRow[]>;
  /** A Friend or somebody else we deal with, by name. */
  person(name: string): Promise<FriendRow | undefined>;
  requests(): Promise<RequestRow[]>;
  inbox(): Promise<MessageRow[]>;
  notifications(): Promise<NotificationRow[]>;
  warnings(): Promise<WarningRow[]>;
  wall(): Promise<WallRow[]>;
  feed(): Promise<FeedRow[]>;
  /** A thread's posts and comments as they stand, oldest first. */
  thread(drop: string): Promise<EntryRow[]>;
  /** Reactions in a thread. */
  reactions(drop: string): Promise<EntryRow[]>;
  /** What is due in the outbox, or was refused: not what waits for its day. */
  outbox(): Promise<DeedRow[]>;
  /** Credentials left for today's deeds. */
  credentials(): Promise<number>;
}

export function seesOf(db: Db, now: () => number): Sees {
  return {
    friends: () => db.friends.where('state').equals('friend').sortBy('name'),
    person: (name) => db.friends.where('name').equals(name).first(),
    requests: () => db.requests.orderBy('when').toArray(),
    inbox: () => db.inbox.orderBy('when').toArray(),
    notifications: () => db.notifications.orderBy('when').toArray(),
    warnings: () => db.warnings.orderBy('when').toArray(),
    wall: () => db.wall.orderBy('when').reverse().toArray(),
    feed: () => db.newsFeed.orderBy('when').reverse().toArray(),
    thread: (drop) => entriesOf(db, drop, ['post', 'comment']),
    reactions: (drop) => entriesOf(db, drop, ['reactions']),
    outbox: () => db.deeds.filter((deed) => deed.next <= now() || deed.tries > 0).toArray(),
    credentials: () =>
      db.credentials
        .where('[epoch+deed]')
        .equals([Math.floor(now() / DAY), ''])
        .count(),
  };
}

async function entriesOf(db: Db, drop: string, kinds: string[]): Promise<EntryRow[]> {
  const rows = await db.entries.where('drop').equals(drop).sortBy('when');
  return rows.filter((row) => row.state !== 'removed' && row.body !== null && kinds.includes(row.body.is));
}
