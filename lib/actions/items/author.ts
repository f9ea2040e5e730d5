import { hex, readU32, same } from '../../bytes.ts';
import { type Author, authorOf } from '../../crypto/author.ts';
import { userOf } from '../../crypto/card.ts';
import type { EntryRow, ItemRow } from '../../db/items.ts';
import { decodeAs } from '../../protocol/command.ts';
import { find } from '../../protocol/commands/id.ts';
import { CommandError } from '../../protocol/errors.ts';
import { AuthorHead } from '../../protocol/inside.ts';
import { askId } from '../ask.ts';
import { checkListing } from '../identity/listing.ts';
import { heardRoot } from '../identity/root.ts';
import { profileOf } from '../identity/secrets.ts';
import { enqueue } from '../outbox/enqueue.ts';
import { DONE, type Performer } from '../outbox/outcome.ts';
import type { Service } from '../service.ts';

/** The longest wait (ms) before the ID server is asked who somebody is: not right when their words were read. */
const GENTLE = 60_000;

/**
 * Finds out whose the entries of an item are that nobody is known for: by the device, where it is a Friend's or ours;
 * else by the card of its entry key, whose device and account are proven by signatures alone. Names of people unknown are
 * asked for later. In a transaction.
 */
export async function resolveAuthors(service: Service, item: ItemRow): Promise<void> {
  const { db } = service;
  const unknown = await db.entries.where('author').equals('').toArray();
  for (const row of unknown) {
    if (row.drop !== item.drop || row.opening === undefined || row.body === null) continue;
    const author = (await byDevice(service, row)) ?? (await byCard(service, row));
    if (author !== null) await db.entries.update(row.key, { author });
  }
}

async function byDevice({ db, p }: Service, { opening }: EntryRow): Promise<string | null> {
  if (opening === undefined) return null;
  const device = hex(opening.device);
  const known = await db.devices.get(device);
  if (known !== undefined) return known.user;
  const mine = await db.keys.get('device');
  const profile = await db.profile.get('me');
  return mine && profile && same(p.signKey(mine.bytes), opening.device) ? hex(profile.user) : null;
}

/**
 * The entry's device must be the one the card's account certified; another one of that account only the ID log can show:
 * it is asked, and until then nobody is known.
 */
async function byCard(service: Service, row: EntryRow): Promise<string | null> {
  const { opening } = row;
  const rows = await service.db.entries.where('[drop+by]').equals([row.drop, row.by]).toArray();
  const card = rows.find((one) => one.body?.is === 'card');
  if (opening === undefined || card?.opening === undefined || card.body === null) return null;
  const head = decodeAs(AuthorHead, card.opening.head);
  const author = authorOf(service.p, { head, device: card.opening.device, body: card.body });
  if (author === null) return null;
  await meet(service, author);
  const user = hex(author.user);
  if (same(card.opening.device, opening.device)) return user;
  const listed = (await service.db.authors.get(user))?.devices ?? [];
  return listed.some((device) => same(device, opening.device)) ? user : null;
}

/** Somebody unknown: their log proof's root is held against ours, and the ID server asked once. In a transaction. */
async function meet(service: Service, author: Author): Promise<void> {
  const { db } = service;
  const user = hex(author.user);
  const me = await profileOf(db);
  if (same(me.user, author.user) || (await db.friends.get(user))?.checked === true) return;
  if ((await db.authors.get(user)) !== undefined) return;
  const { name, account, card } = author;
  await db.authors.put({ user, name, account, state: 'asked', devices: [] });
  if (card.proof !== undefined) await heardRoot(service, card.proof.root, user);
  const at = service.now() + (readU32(service.random(4)) % GENTLE);
  await enqueue(service, 'author', { user }, { id: `author:${user}`, at });
}

/** What nobody was known for may be known now. */
async function resolveAll(service: Service): Promise<void> {
  const { db } = service;
  const unknown = await db.entries.where('author').equals('').toArray();
  for (const drop of new Set(unknown.map((row) => row.drop))) {
    const item = await db.items.get(drop);
    if (item !== undefined) await resolveAuthors(service, item);
  }
}

/** Asks the ID server whether an account is in the log under the name its card shows. */
export const performAuthor: Performer<'author'> = async (service, { args: { user } }) => {
  const { db } = service;
  const row = await db.authors.get(user);
  if (row === undefined || row.state !== 'asked') return DONE;
  try {
    const listing = await askId(service, find, { user: userOf(service.p, row.account) });
    const card = await checkListing(service, listing);
    const holds = same(card.account, row.account) && card.name === row.name;
    const state = holds ? ('listed' as const) : ('wrong' as const);
    const devices = holds ? card.devices.map(({ device }) => device) : [];
    const write = async () => {
      await db.authors.update(user, { state, name: card.name, devices });
      await resolveAll(service);
    };
    return { is: 'done', write };
  } catch (error) {
    if (!(error instanceof CommandError && error.code === 'absent')) throw error;
    return { is: 'done', write: async () => void (await db.authors.update(user, { state: 'wrong' })) };
  }
};
