import { acceptFriend, ignoreRequest } from '../../../lib/actions/friends/accept.ts';
import { confirmAccount, dismissWarning } from '../../../lib/actions/friends/confirm.ts';
import { findPerson, searchPeople } from '../../../lib/actions/friends/find.ts';
import { askFriend } from '../../../lib/actions/friends/request.ts';
import { markVerified, readSafetyNumber } from '../../../lib/actions/friends/safety.ts';
import { block, unblock, unfriend } from '../../../lib/actions/friends/unfriend.ts';
import { sendMessage } from '../../../lib/actions/letters/message.ts';
import { hex } from '../../../lib/bytes.ts';
import type { Db } from '../../../lib/db/schema.ts';
import type { Answer } from '../../../lib/messages/request.ts';
import type * as friends from '../../../lib/messages/requests/friends.ts';
import type { HandlersOf } from '../background.ts';

type State = Answer<typeof friends.profile>['state'];

const DAY = 86_400_000;
const BACK = { none: null, month: 31 * DAY, year: 366 * DAY, all: Number.POSITIVE_INFINITY } as const;

export const friendsHandlers: HandlersOf<typeof friends> = {
  search: async ({ service, db }, { name }) => {
    const people = await searchPeople(await service(), { text: name });
    return {
      people: await Promise.all(people.map(async (one) => ({ ...one, state: await stateOf(db, one.user) }))),
    };
  },
  profile: async ({ service, db }, args) => {
    const { user, name, about } = await findPerson(await service(), args);
    return { user, name, about, state: await stateOf(db, user) };
  },
  befriend: async ({ service }, { user, text }) => {
    await askFriend(await service(), text === '' ? { user } : { user, text });
    return {};
  },
  accept: async ({ service }, { user, wallFrom }) => {
    const local = await service();
    const back = BACK[wallFrom];
    const from = back === null ? null : Math.max(0, local.now() - back);
    await acceptFriend(local, { user, wallFrom: from });
    return {};
  },
  decline: async ({ service }, args) => {
    await ignoreRequest(await service(), args);
    return {};
  },
  unfriend: async ({ service }, args) => {
    await unfriend(await service(), args);
    return {};
  },
  block: async ({ service }, args) => {
    await block(await service(), args);
    return {};
  },
  unblock: async ({ service }, args) => {
    await unblock(await service(), args);
    return {};
  },
  safetyNumber: async ({ service }, args) => ({ number: await readSafetyNumber(await service(), args) }),
  verified: async ({ service }, args) => {
    await markVerified(await service(), args);
    return {};
  },
  confirmAccount: async ({ service }, args) => {
    await confirmAccount(await service(), args);
    return {};
  },
  message: async ({ service }, args) => {
    await sendMessage(await service(), args);
    return {};
  },
  dismiss: async ({ service }, args) => {
    await dismissWarning(await service(), args);
    return {};
  },
};

async function stateOf(db: Db, user: string): Promise<State> {
  const me = await db.profile.get('me');
  if (me !== undefined && hex(me.user) === user) return 'me';
  return (await db.friends.get(user))?.state ?? 'stranger';
}
