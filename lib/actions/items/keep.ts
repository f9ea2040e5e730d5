import { fromHex, hex, same } from '../../bytes.ts';
import { keysBefore } from '../../crypto/item.ts';
import { readRecord } from '../../crypto/record.ts';
import type { EntryRow, ItemRow } from '../../db/items.ts';
import { postOf } from '../../db/queries/lanes.ts';
import { decodeAs } from '../../protocol/command.ts';
import { AuthorHead } from '../../protocol/inside.ts';
import type { Service } from '../service.ts';
import { addNews, newsOf } from './announce.ts';
import { resolveAuthors } from './author.ts';
import type { Caught } from './caught.ts';
import { convict } from './evidence.ts';
import { longerTrail, rootAt } from './hear.ts';
import { type Arrived, ingest, reopen } from './ingest.ts';
import { rowKey } from './mine.ts';
import { notice } from './notice.ts';
import { markRead } from './readmark.ts';

/** Keeps what a catching up brought, and all that follows from it. In a transaction. */
export async function keepRead(service: Service, drop: string, caught: Caught): Promise<void> {
  const { db } = service;
  const before = await db.items.get(drop);
  if (before === undefined || before.state === 'deleted') return;
  const item = await keepItem(service, before, caught);
  const arrived = await ingest(service, item, caught.entries);
  await markRead(service, drop, caught.entries);
  if (item.itemKeys.length > before.itemKeys.length || caught.first) await reopen(service, item);
  await resolveAuthors(service, item);
  await compareHeard(service, item, before);
  await compareSeen(service, item, arrived);
  await show(service, item, arrived, caught.first);
}

async function keepItem({ db, p }: Service, before: ItemRow, caught: Caught): Promise<ItemRow> {
  const { known } = caught;
  const records = caught.records.length > before.records.length ? caught.records : before.records;
  const newest = records.at(-1);
  const keys = before.itemKeys.toSorted((a, b) => b.gen - a.gen)[0];
  const reached = keys === undefined ? [] : keysBefore(p, fromHex(before.drop), records, keys);
  // a letter's key may be newer than the records read: nothing leads from it to those that are here
  const has = (gen: number) => before.itemKeys.some((one) => one.gen === gen);
  const item: ItemRow = {
    ...before,
    records,
    itemKeys: [...before.itemKeys, ...[...reached].flatMap(([gen, key]) => (has(gen) ? [] : [{ gen, key }]))],
    rev: known.rev,
    root: known.root,
    signed:
      before.signed !== undefined && before.signed.rev > known.signed.rev ? before.signed : known.signed,
    heard: before.heard.filter(({ rev }) => rev > known.rev),
    trail: longerTrail(before.trail, caught.from, caught.roots),
    older: caught.older,
    olderReactions: caught.olderReactions,
  };
  if (newest !== undefined) item.state = readRecord(newest).comments ? 'there' : 'closed';
  delete item.doubt;
  await db.items.put(item);
  return item;
}

/** Holds what was heard of while this was read against the roots it passed: such a standing did not lie on its way yet. */
async function compareHeard(service: Service, item: ItemRow, { heard }: ItemRow): Promise<void> {
  for (const standing of heard) {
    const root = rootAt(item, standing.rev);
    if (root === undefined || same(root, standing.root)) continue;
    await convict(service, item, 'fork', { first: standing, second: item.signed, root });
  }
}

/**
 * Holds what authors had seen against what the server showed us: a pair of another head, or an entry we were never
 * shown though all are here. The author's own signature is what shows it.
 */
async function compareSeen(service: Service, item: ItemRow, arrived: Arrived[]): Promise<void> {
  for (const { row } of arrived) {
    if (row.opening === undefined || row.mine) continue;
    const head = decodeAs(AuthorHead, row.opening.head);
    const root = head.atRev === 0 ? undefined : rootAt(item, head.atRev);
    const parts = { opening: row.opening, signed: item.signed };
    if (root !== undefined && !same(root, head.root)) await convict(service, item, 'fork', parts);
    if (item.older !== null) continue;
    const seen = await service.db.entries.bulkGet(head.seen.map((entry) => rowKey(item.drop, hex(entry))));
    if (seen.includes(undefined)) await convict(service, item, 'hidden', parts);
  }
}

/** Feed, notifications, and in an item of ours the news for its audience. */
async function show(service: Service, item: ItemRow, arrived: Arrived[], first: boolean): Promise<void> {
  const { db } = service;
  const rows = arrived.flatMap(({ row }) => fresh(row));
  const current = await db.entries.bulkGet(rows.map(({ key }) => key));
  const here = current.filter((row) => row !== undefined);
  for (const row of here) await notice(service, item, row, first);
  if (item.mine) await addNews(service, item.drop, here.filter((row) => !row.mine).map(newsOf));
  else await feed(service, item);
}

function fresh(row: EntryRow): EntryRow[] {
  return row.body?.is === 'card' ? [] : [row];
}

/** Puts an item into the News Feed once its owner's own post is here. In a transaction. */
export async function feed({ db }: Service, item: ItemRow): Promise<void> {
  if (item.mine) return;
  const [fed, post] = await Promise.all([db.newsFeed.get(item.drop), postOf(db, item)]);
  if (fed === undefined && post !== undefined)
    await db.newsFeed.put({ drop: item.drop, user: item.owner, when: item.when });
}
