import { doChores } from '../../../lib/actions/chores.ts';
import { acceptFriend, ignoreRequest } from '../../../lib/actions/friends/accept.ts';
import { confirmAccount } from '../../../lib/actions/friends/confirm.ts';
import { findPerson, searchPeople } from '../../../lib/actions/friends/find.ts';
import { askFriend } from '../../../lib/actions/friends/request.ts';
import { markVerified, readSafetyNumber } from '../../../lib/actions/friends/safety.ts';
import { block, unfriend } from '../../../lib/actions/friends/unfriend.ts';
import { setAbout } from '../../../lib/actions/identity/about.ts';
import { readAnonymity } from '../../../lib/actions/identity/anonymity.ts';
import { chooseName, createIdentity } from '../../../lib/actions/identity/create.ts';
import { loadBlob, loadText } from '../../../lib/actions/items/blobs.ts';
import { comment } from '../../../lib/actions/items/comment.ts';
import { edit } from '../../../lib/actions/items/edit.ts';
import { deleteThread } from '../../../lib/actions/items/erase.ts';
import { loadOlder } from '../../../lib/actions/items/older.ts';
import { post } from '../../../lib/actions/items/post.ts';
import { react } from '../../../lib/actions/items/react.ts';
import { removeEntry } from '../../../lib/actions/items/remove.ts';
import { reportEntry } from '../../../lib/actions/items/report.ts';
import { sendMessage } from '../../../lib/actions/letters/message.ts';
import { goOnWriting, joinNetwork } from '../../../lib/actions/network.ts';
import { giveUp, retry } from '../../../lib/actions/outbox/enqueue.ts';
import type { Service } from '../../../lib/actions/service.ts';
import { leaveAll } from '../../../lib/actions/vault/leave.ts';
import { restore } from '../../../lib/actions/vault/restore.ts';

/** What a person of a story can do: the actions, as they are. */
const ACTIONS = {
  joinNetwork,
  goOnWriting,
  createIdentity,
  chooseName,
  findPerson,
  searchPeople,
  askFriend,
  acceptFriend,
  ignoreRequest,
  confirmAccount,
  readSafetyNumber,
  markVerified,
  unfriend,
  block,
  sendMessage,
  setAbout,
  readAnonymity,
  leaveAll,
  restore,
  post,
  comment,
  react,
  edit,
  removeEntry,
  deleteThread,
  reportEntry,
  loadOlder,
  loadBlob,
  loadText,
  doChores,
  retry,
  giveUp,
};

type Bound<F> = F extends (service: Service, ...args: infer A) => infer R ? (...args: A) => R : never;
export type Does = { readonly [K in keyof typeof ACTIONS]: Bound<(typeof ACTIONS)[K]> };

/** The actions of a local service, ready to be called: `alice.does.askFriend({ user })`. */
export function doesOf(service: Service): Does {
  const bound = Object.entries(ACTIONS).map(([name, action]) => [
    name,
    (...args: unknown[]) => (action as (service: Service, ...args: unknown[]) => unknown)(service, ...args),
  ]);
  return Object.fromEntries(bound) as Does;
}
