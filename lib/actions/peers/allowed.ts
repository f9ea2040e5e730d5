import type { FriendRow } from '../../db/people.ts';
import type { Db } from '../../db/schema.ts';

/** With whom letters go from machine to machine: all Friends, those whose safety number was compared, or nobody. */
export type Delivery = 'all' | 'verified' | 'never';
export const DELIVERIES: readonly Delivery[] = ['all', 'verified', 'never'];

/** What the user chose; all Friends until they did. */
export async function readDelivery(db: Db): Promise<Delivery> {
  const value = (await db.settings.get('delivery'))?.value;
  return DELIVERIES.find((one) => one === value) ?? 'all';
}

/** Whether this Friend may know where our helper is, and we dial theirs. */
export function isDirect(friend: FriendRow, delivery: Delivery): boolean {
  if (friend.state !== 'friend' || friend.stopped !== undefined || delivery === 'never') return false;
  return delivery === 'all' || friend.verified;
}
