import { fromBase64url, readU32 } from '../../bytes.ts';
import { newItem, ownerSeed } from '../../crypto/item.ts';
import { proveKeys } from '../../crypto/rights.ts';
import type { MailboxRow, Slot } from '../../db/people.ts';
import { create, keys } from '../../protocol/commands/content.ts';
import { CommandError } from '../../protocol/errors.ts';
import { LIMITS } from '../../protocol/item.ts';
import { serversOf } from '../../protocol/network.ts';
import { askContent, networkFile } from '../ask.ts';
import { enqueue } from '../outbox/enqueue.ts';
import { DONE, type Performer } from '../outbox/outcome.ts';
import type { Service } from '../service.ts';
import { askPaid } from './pay.ts';
import { profileOf, secretsOf } from './secrets.ts';

export interface NewMailboxes {
  friends: MailboxRow;
  strangers: MailboxRow;
}

const PLACES = 16;
const MAILBOX = { kind: 'mailbox', quota: LIMITS.quota, comments: true } as const;

/**
 * Draws the two mailboxes of a new user, at two different operators: the Friends' is in no card and unknown to the
 * ID server. Throws CommandError `unavailable` in a network with fewer than two operators of content servers.
 */
export function drawMailboxes(service: Service, seed: Uint8Array): NewMailboxes {
  const servers = shuffle(service, serversOf(networkFile(service), 'content'));
  const first = servers[0];
  const second = servers.find((one) => one.operator.id !== first?.operator.id);
  if (first === undefined || second === undefined)
    throw new CommandError('unavailable', 'mailboxes need two operators');
  const places = Array.from({ length: PLACES }, () => ({ key: service.random(32), user: null }));
  return {
    friends: draw(service, seed, 'friends', first.key, places),
    strangers: draw(service, seed, 'strangers', second.key, []),
  };
}

function draw(
  { p }: Service,
  seed: Uint8Array,
  box: MailboxRow['box'],
  server: string,
  slots: Slot[],
): MailboxRow {
  const salt = p.random(16);
  const { id, drop } = newItem(p, seed, { ...MAILBOX, salt, append: box });
  return { box, id, drop, salt, server: fromBase64url(server), gen: 0, slots, number: 0, made: false };
}

/** Makes a mailbox at its server. A credential pays for it. */
export const performMailbox: Performer<'mailbox'> = async (service, { id, args }) => {
  const { db, p } = service;
  const row = await db.mailboxes.get(args.box);
  if (row === undefined || row.made) return DONE;
  const { seed } = await secretsOf(db);
  const user = row.box === 'strangers' ? { user: (await profileOf(db)).user } : {};
  const { record } = newItem(p, seed, { ...MAILBOX, salt: row.salt, append: row.box, ...user });
  const creation = { record, appendKeys: row.slots.map(({ key }) => key), entries: [] };
  await askPaid(service, { server: row.server, command: create, args: creation, purpose: id, drop: null });
  return {
    is: 'done',
    write: async () => {
      await db.mailboxes.update(row.box, { made: true });
      const now = await db.mailboxes.get(row.box);
      if (now !== undefined && now.number !== row.number) await enqueueKeys(service, now.number);
    },
  };
};

/** Hands in the newest set of append keys. A number the server has passed was another copy's: ours comes after it. */
export const performKeys: Performer<'keys'> = async (service) => {
  const { db, p } = service;
  const row = await db.mailboxes.get('friends');
  if (row === undefined) return DONE;
  const { seed } = await secretsOf(db);
  const appendKeys = row.slots.map(({ key }) => key);
  const proof = proveKeys(p, ownerSeed(p, seed, row.salt), row.drop, row.number, appendKeys);
  try {
    await askContent(service, row.server, keys, { drop: row.drop, number: row.number, appendKeys, ...proof });
  } catch (error) {
    if (!(error instanceof CommandError && error.code === 'conflict')) throw error;
    return { is: 'later', at: 0, write: () => renumber(service) };
  }
  return DONE;
};

async function renumber({ db, now }: Service): Promise<void> {
  const row = await db.mailboxes.get('friends');
  if (row !== undefined) await db.mailboxes.update('friends', { number: Math.max(row.number + 1, now()) });
}

/** Puts one deed for all changes of the set that wait. In a transaction. */
export async function enqueueKeys(service: Service, number: number): Promise<string> {
  return await enqueue(service, 'keys', { number }, { id: 'keys:friends', after: ['mailbox:friends'] });
}

/** The order of a list by chance. */
function shuffle<T>(service: Service, list: T[]): T[] {
  const drawn = list.map((one) => ({ one, at: readU32(service.random(4)) }));
  return drawn.sort((a, b) => a.at - b.at).map(({ one }) => one);
}
