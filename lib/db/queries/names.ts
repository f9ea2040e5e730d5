import { hex } from '../../bytes.ts';
import type { Db } from '../schema.ts';

/** How somebody is called here. */
export interface Named {
  /** Empty for nobody known. */
  name: string;
  /** Whether the ID log has this name for this account; Friends and ourselves always. */
  known: boolean;
}

/** The name to show for somebody (UserID, hex): ours, a Friend's, or what a stranger's card says; empty for nobody known. */
export async function nameOf(db: Db, user: string): Promise<string> {
  return (await namesOf(db, [user])).get(user)?.name ?? '';
}

/** The names of many (UserIDs, hex), each asked for once. */
export async function namesOf(db: Db, users: readonly string[]): Promise<Map<string, Named>> {
  const all = [...new Set(users)].filter((user) => user !== '');
  const [friends, authors, profile] = await Promise.all([
    db.friends.bulkGet(all),
    db.authors.bulkGet(all),
    db.profile.get('me'),
  ]);
  const me = profile === undefined ? '' : hex(profile.user);
  const named = (user: string, i: number): Named => {
    const [friend, author] = [friends[i], authors[i]];
    const known = author === undefined || author.state === 'listed';
    if (friend !== undefined) return { name: friend.name, known };
    if (author !== undefined) return { name: author.state === 'wrong' ? '' : author.name, known };
    return { name: user === me ? (profile?.name ?? '') : '', known };
  };
  return new Map(all.map((user, i) => [user, named(user, i)]));
}
