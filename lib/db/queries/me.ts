import { hex } from '../../bytes.ts';
import type { Db } from '../schema.ts';

/** Who the user is: UserID (hex) and name; null before there is anybody. */
export async function me(db: Db): Promise<{ user: string; name: string } | null> {
  const row = await db.profile.get('me');
  return row === undefined ? null : { user: hex(row.user), name: row.name };
}
