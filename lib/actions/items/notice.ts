import { hex } from '../../bytes.ts';
import type { EntryRow, ItemRow } from '../../db/items.ts';
import { profileOf } from '../identity/secrets.ts';
import type { Service } from '../service.ts';
import { rowKey } from './mine.ts';

/**
 * Notifies the user of an entry that concerns them: a comment on their post, an answer, a mention, a reaction to what
 * they wrote. Once each. In a first reading only mentions: what is old is no news. In a transaction.
 */
export async function notice(service: Service, item: ItemRow, row: EntryRow, first: boolean): Promise<void> {
  const { db } = service;
  if (row.mine || row.author === '' || row.body === null) return;
  const { user } = await profileOf(db);
  const is = await kindOf(service, item, row, hex(user));
  if (is === null || (first && is !== 'mention')) return;
  const id = `${is}:${row.key}`;
  if ((await db.notifications.get(id)) !== undefined) return;
  const { drop, entry, author } = row;
  await db.notifications.add({ id, is, when: service.now(), user: author, drop, entry, seen: false });
}

async function kindOf(service: Service, item: ItemRow, row: EntryRow, me: string): Promise<string | null> {
  const { body } = row;
  if (body === null || 'unknown' in body) return null;
  const isMine = async (entry: Uint8Array): Promise<boolean> =>
    (await service.db.entries.get(rowKey(item.drop, hex(entry))))?.mine === true;
  if (body.is === 'reactions') {
    for (const [to] of body.to) if (await isMine(to)) return 'reaction';
    return null;
  }
  if (body.is !== 'comment') return null;
  if (body.mentions.some(({ user }) => hex(user) === me)) return 'mention';
  if (body.re !== null && (await isMine(body.re))) return 'reply';
  return item.mine ? 'comment' : null;
}
