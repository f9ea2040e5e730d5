import type { RequestRow } from '../../db/lists.ts';
import type { FriendRow } from '../../db/people.ts';
import type { Db } from '../../db/schema.ts';
import type { WarningRow } from '../../db/trust.ts';

export interface Circle {
  friends: FriendRow[];
  asked: FriendRow[];
  requests: RequestRow[];
}

export async function circleView(db: Db): Promise<Circle> {
  const by = (state: string) => db.friends.where('state').equals(state).sortBy('name');
  const requests = await db.requests.orderBy('when').reverse().toArray();
  return { friends: await by('friend'), asked: await by('asked'), requests };
}

export async function unseenCount(db: Db): Promise<number> {
  return await db.notifications.filter(({ seen }) => !seen).count();
}

export async function warningsView(db: Db): Promise<WarningRow[]> {
  return await db.warnings.orderBy('when').reverse().toArray();
}
