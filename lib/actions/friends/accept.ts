import type { FriendRow } from '../../db/people.ts';
import type { Db } from '../../db/schema.ts';
import { CommandError } from '../../protocol/errors.ts';
import { profileOf } from '../identity/secrets.ts';
import { tell } from '../letters/tell.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { Service } from '../service.ts';
import { makeContact } from './contact.ts';

/**
 * Accepts somebody who asked (UserID, hex). `wallFrom`: they see our posts to Friends made from this moment (ms) on;
 * null: none from before. Throws CommandError `absent` where they did not ask, or are not checked yet.
 */
export async function acceptFriend(
  service: Service,
  args: { user: string; wallFrom: number | null },
): Promise<void> {
  const { db } = service;
  await db.atomically(async () => {
    const row = await db.friends.get(args.user);
    if (row?.state !== 'asking' || !row.checked) throw new CommandError('absent');
    await befriend(service, { ...row, wallFrom: args.wallFrom });
  });
}

/** Leaves a request unanswered; nobody is told. */
export async function ignoreRequest({ db }: Service, args: { user: string }): Promise<void> {
  await db.atomically(async () => {
    await answered(db, args.user);
    await db.friends
      .where('user')
      .equals(args.user)
      .filter((row) => row.state === 'asking')
      .modify({ state: 'ended' });
  });
}

/** Makes a Friend of somebody: the acceptance goes to their strangers' mailbox, with our contact card. In a transaction. */
export async function befriend(service: Service, row: FriendRow): Promise<void> {
  const { db, now } = service;
  await answered(db, row.user);
  await db.friends.put({ ...row, state: 'friend', since: now() });
  const { contact, after } = await makeContact(service, row.user);
  const { card } = await profileOf(db);
  await tell(service, row.user, [{ is: 'accept', card, contact }], { after });
  await enqueue(service, 'wall', { user: row.user }, { id: `wall:${row.user}` });
  await db.activities.put({ id: `friend:${row.user}`, is: 'friend', when: now(), user: row.user });
}

/** A request that was answered waits no more, and is no news. */
async function answered(db: Db, user: string): Promise<void> {
  await db.requests.delete(user);
  await db.notifications.where('id').equals(`request:${user}`).modify({ seen: true });
}
