import type { LogOutRow } from '../../db/letters.ts';
import type { FriendState } from '../../db/people.ts';
import { removeSlot } from '../identity/slots.ts';
import { closeTo } from '../items/closeto.ts';
import { letHelperForget } from '../peers/forget.ts';
import type { Service } from '../service.ts';
import { readCardOf } from './find.ts';
import { keepCard } from './person.ts';

/**
 * Ends a friendship (UserID, hex); nobody is told. Their append key goes, what they had the key of is closed and
 * re-keyed, and nothing waits for them any more.
 */
export async function unfriend(service: Service, args: { user: string }): Promise<void> {
  await part(service, args.user, 'ended');
}

/**
 * The same, and what they write is not read any more, nor any request of theirs. Of a stranger the ID server is asked first:
 * CommandError `absent`, and what asking throws.
 */
export async function block(service: Service, args: { user: string }): Promise<void> {
  const { db } = service;
  if ((await db.friends.get(args.user)) === undefined) {
    const { card, signed } = await readCardOf(service, args.user);
    await db.atomically(() => keepCard(service, signed, card, { state: 'ended', checked: true }));
  }
  await part(service, args.user, 'blocked');
}

/** They may ask again. Does nothing where they are not blocked. */
export async function unblock({ db }: Service, args: { user: string }): Promise<void> {
  await db.friends
    .where('user')
    .equals(args.user)
    .filter((one) => one.state === 'blocked')
    .modify({ state: 'ended' });
}

async function part(service: Service, user: string, state: FriendState): Promise<void> {
  const { db } = service;
  const logs = await db.atomically(async () => {
    const row = await db.friends.get(user);
    if (row === undefined) return [];
    await db.friends
      .where('user')
      .equals(user)
      .modify((one) => {
        one.state = state;
        delete one.append;
        delete one.mailbox;
        delete one.told;
      });
    await db.requests.delete(user);
    const ended: LogOutRow[] = [];
    for (const { device } of await db.devices.where('user').equals(user).toArray()) {
      await db.eventsOut.where('device').equals(device).delete();
      await db.lettersOut.where('device').equals(device).delete();
      ended.push(...(await db.logsOut.where('device').equals(device).toArray()));
      await db.logsOut.delete(device);
      await db.devices.update(device, { addresses: [] });
      await db.deeds.delete(`letters:${device}`);
    }
    await removeSlot(service, user);
    await closeTo(service, user);
    return ended;
  });
  for (const { log, number } of logs) letHelperForget(service, log, number);
}
