import type { Db } from '../schema.ts';

/** Those a post can go to, by name: every Friend (UserID, hex). */
export async function possibleReaders(db: Db): Promise<{ user: string; name: string }[]> {
  const rows = await db.friends.where('state').equals('friend').sortBy('name');
  return rows.map(({ user, name }) => ({ user, name }));
}
