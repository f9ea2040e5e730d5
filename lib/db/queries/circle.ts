import type { RequestRow } from '../lists.ts';
import type { FriendRow } from '../people.ts';
import type { Db } from '../schema.ts';

/** Somebody in the user's circle. */
export type CircleLine = Pick<FriendRow, 'user' | 'name' | 'state' | 'verified' | 'stopped'>;

/** Friends, people asked, requests that wait for the user, and whom they blocked. */
export interface Circle {
  /** By name. */
  friends: CircleLine[];
  asked: CircleLine[];
  /** Newest first. */
  requests: RequestRow[];
  /** By name. */
  blocked: CircleLine[];
}

/** The user's circle as the Friends page shows it. */
export async function circleView(db: Db): Promise<Circle> {
  const standing = async (state: FriendRow['state']): Promise<CircleLine[]> =>
    (await db.friends.where('state').equals(state).sortBy('name')).map(lineOf);
  return {
    friends: await standing('friend'),
    asked: await standing('asked'),
    blocked: await standing('blocked'),
    requests: await db.requests.orderBy('when').reverse().toArray(),
  };
}

/** How the user stands with somebody (UserID, hex); null for a stranger. */
export async function circleLine(db: Db, user: string): Promise<CircleLine | null> {
  const row = await db.friends.get(user);
  return row === undefined ? null : lineOf(row);
}

function lineOf({ user, name, state, verified, stopped }: FriendRow): CircleLine {
  return { user, name, state, verified, ...(stopped === undefined ? {} : { stopped }) };
}
