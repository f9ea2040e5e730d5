import { fromHex, hex } from '../../bytes.ts';
import type { EntryRow, ItemRow, News } from '../../db/items.ts';
import type { LetterEvent } from '../../protocol/letter.ts';
import { fitsLetter, tell, tellAll } from '../letters/tell.ts';
import { enqueue } from '../outbox/enqueue.ts';
import { DONE, type Performer } from '../outbox/outcome.ts';
import type { Service } from '../service.ts';
import { itemEvent } from './event.ts';
import { rowKey } from './mine.ts';

/** What comes within this time (ms) is told in one letter. */
const TOGETHER = 1_000;
const MOST = 20;

/**
 * Tells of an entry that stands at its server: our post's audience gets its key; a comment in an item of ours is news for
 * its audience; of an entry in a Friend's item only that Friend is told. In a transaction.
 */
export async function announce(service: Service, drop: string, entry: string): Promise<void> {
  const { db } = service;
  const [item, row] = await Promise.all([db.items.get(drop), db.entries.get(rowKey(drop, entry))]);
  if (item !== undefined && row !== undefined) await announceEntry(service, item, row);
}

/** The same, of rows as they are in the database now. */
export async function announceEntry(service: Service, item: ItemRow, row: EntryRow): Promise<void> {
  if (row.stored === undefined || isCard(row)) return;
  if (!item.mine) return await tellOwner(service, item, row);
  if (item.shared) return await addNews(service, item.drop, [newsOf(row)]);
  if (row.body?.is !== 'post') return;
  await service.db.items.put({ ...item, shared: true });
  const event = itemEvent(item, 'post', row.stored);
  if (event !== null) await tellAll(service, item.readers, [event]);
}

async function tellOwner(service: Service, item: ItemRow, row: EntryRow): Promise<void> {
  if (row.stored === undefined || item.signed === undefined) return;
  const { id, signed: standing } = item;
  const told: LetterEvent = { is: 'told', id, entry: row.stored, standing };
  // one with many photos fits no letter: its owner reads it where it stands
  const news: LetterEvent = { is: 'news', id, entries: [fromHex(row.entry)], mentions: false, standing };
  await tell(service, item.owner, [fitsLetter(told) ? told : news]);
}

/** Notes what the audience of an item of ours is to be told, together with what comes right after it. In a transaction. */
export async function addNews(service: Service, drop: string, news: News[]): Promise<void> {
  const { db } = service;
  const item = await db.items.get(drop);
  if (item === undefined || news.length === 0 || item.readers.length === 0) return;
  const others = item.news.filter((one) => !news.some(({ entry }) => entry === one.entry));
  await db.items.update(drop, { news: [...others, ...news] });
  await enqueue(service, 'news', { drop }, { id: `news:${drop}`, at: service.now() + TOGETHER, drop });
}

/** What the audience is told of an entry: that it is new, and whether it names them. */
export function newsOf(row: EntryRow): News {
  const mentions =
    row.body !== null && 'mentions' in row.body ? row.body.mentions.map(({ user }) => hex(user)) : [];
  return { entry: row.entry, by: row.author, mentions };
}

function isCard(row: EntryRow): boolean {
  return row.body?.is === 'card';
}

/** Tells each of the audience what others wrote since the last time, without the key: that they have. */
export const performNews: Performer<'news'> = async (service, { args: { drop } }) => {
  const { db } = service;
  return {
    ...DONE,
    write: async () => {
      const item = await db.items.get(drop);
      if (item?.signed === undefined || item.state === 'deleted') return;
      for (const user of item.readers)
        for (const event of eventsFor(item, user)) await tell(service, user, [event]);
      await db.items.update(drop, { news: [] });
    },
  };
};

function eventsFor(item: ItemRow, user: string): LetterEvent[] {
  const { id, signed: standing } = item;
  const news = item.news.filter(({ by }) => by !== user);
  const events: LetterEvent[] = [];
  if (standing === undefined) return events;
  for (let i = 0; i < news.length; i += MOST) {
    const part = news.slice(i, i + MOST);
    const entries = part.map(({ entry }) => fromHex(entry));
    const mentions = part.some((one) => one.mentions.includes(user));
    events.push({ is: 'news', id, entries, mentions, standing });
  }
  return events;
}
