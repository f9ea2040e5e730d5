import { fromHex } from '../../bytes.ts';
import { ownerSeed } from '../../crypto/item.ts';
import { tombstone } from '../../crypto/outside.ts';
import { readRecord } from '../../crypto/record.ts';
import { proveRemove } from '../../crypto/rights.ts';
import type { EntryRow, ItemRow } from '../../db/items.ts';
import { remove } from '../../protocol/commands/content.ts';
import { CommandError } from '../../protocol/errors.ts';
import type { LetterEvent } from '../../protocol/letter.ts';
import { askContent } from '../ask.ts';
import { secretsOf } from '../identity/secrets.ts';
import { fitsLetter, tell } from '../letters/tell.ts';
import { enqueue } from '../outbox/enqueue.ts';
import { DONE, type Performer } from '../outbox/outcome.ts';
import type { Service } from '../service.ts';
import { addNews } from './announce.ts';
import { hear } from './hear.ts';
import { handFor, rowKey } from './mine.ts';
import { seedOf } from './seal.ts';

/**
 * Takes an entry out for good: an own one, or anybody's out of an item of ours. The post itself goes with its thread
 * (`deleteThread`). Throws CommandError `absent`, or `forbidden` where neither is ours.
 */
export async function removeEntry(service: Service, args: { drop: string; entry: string }): Promise<void> {
  const { db } = service;
  await db.atomically(async () => {
    const item = await db.items.get(args.drop);
    const row = await db.entries.get(rowKey(args.drop, args.entry));
    if (item === undefined || row === undefined) throw new CommandError('absent', 'no such entry');
    if (!row.mine && !item.mine) throw new CommandError('forbidden', 'neither entry nor post is ours');
    if (row.body?.is === 'post' && row.author === item.owner) throw new CommandError('forbidden', 'the post');
    if (row.stored === undefined && row.sending === undefined) return await forget(service, row);
    await db.entries.update(row.key, { state: 'removed' });
    const options = { id: `remove:${row.key}`, drop: args.drop, after: [`create:${args.drop}`] };
    await enqueue(service, 'remove', { drop: args.drop, entry: args.entry }, options);
    await db.activities.put({ id: `remove:${row.key}`, is: 'remove', when: service.now(), drop: args.drop });
  });
}

/** It never left this machine. */
async function forget({ db }: Service, row: EntryRow): Promise<void> {
  await db.entries.delete(row.key);
  await db.deeds.delete(`put:${row.drop}:${row.entry}`);
}

/** Brings a removal; where the server has no such entry (a try to append it never arrived) nothing is left to do. */
export const performRemove: Performer<'remove'> = async (service, { args }) => {
  const { db, p } = service;
  const item = await db.items.get(args.drop);
  const row = await db.entries.get(rowKey(args.drop, args.entry));
  if (item === undefined || row === undefined || row.stored?.gone !== undefined) return DONE;
  const right = await rightTo(service, item, row);
  if (right === null) return { is: 'refused', code: 'forbidden' };
  const entry = fromHex(args.entry);
  const drop = fromHex(args.drop);
  const proof = proveRemove(p, right.seed, right.drop, entry);
  const at = row.stored?.at ?? item.rev;
  try {
    const done = await askContent(service, item.server, remove, { drop, entry, at, ...proof });
    const write = async () => {
      await hear(service, args.drop, done.standing);
      await buried(service, row.key, { by: right.by, proof, mod: done.at });
    };
    return { is: 'done', write };
  } catch (error) {
    if (!(error instanceof CommandError && ['absent', 'deleted'].includes(error.code))) throw error;
    return { is: 'done', write: () => buried(service, row.key, null) };
  }
};

interface Right {
  by: 'author' | 'owner';
  seed: Uint8Array;
  drop: Uint8Array;
}

async function rightTo(service: Service, item: ItemRow, row: EntryRow): Promise<Right | null> {
  const { db, p } = service;
  const hand = await handFor(service, item);
  const seed = row.mine ? seedOf(service, hand, row) : null;
  if (seed !== null) return { by: 'author', seed, drop: hand.drop };
  const newest = item.records.at(-1);
  if (!item.mine || newest === undefined) return null;
  const { seed: content } = await secretsOf(db);
  return { by: 'owner', seed: ownerSeed(p, content, readRecord(newest).salt), drop: hand.drop };
}

/** What stays is the tombstone; who should know is told. In a transaction. */
async function buried(
  service: Service,
  key: string,
  done: { by: Right['by']; proof: { key: Uint8Array; sig: Uint8Array }; mod: number } | null,
): Promise<void> {
  const { db } = service;
  // as it is now: a lost answer may have been made good by a reading meanwhile
  const row = await db.entries.get(key);
  if (done === null || row?.stored === undefined) return await db.entries.delete(key);
  const stored = tombstone(row.stored, done.mod, done.by, done.proof);
  await db.entries
    .where('key')
    .equals(row.key)
    .modify((one) => {
      one.stored = stored;
      one.body = null;
      one.before = [];
      one.sent = one.want;
      one.state = 'removed';
      delete one.opening;
      delete one.sending;
    });
  const item = await db.items.get(row.drop);
  if (item?.mine === true)
    return await addNews(service, row.drop, [{ entry: row.entry, by: '', mentions: [] }]);
  if (item?.signed === undefined) return;
  const event: LetterEvent = { is: 'told', id: item.id, entry: stored, standing: item.signed };
  if (fitsLetter(event)) await tell(service, item.owner, [event]);
}
