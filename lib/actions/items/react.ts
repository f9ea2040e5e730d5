import { fromHex, hex } from '../../bytes.ts';
import { entryId } from '../../crypto/outside.ts';
import type { Body } from '../../db/items.ts';
import { CommandError } from '../../protocol/errors.ts';
import type { REACTIONS, Reactions } from '../../protocol/inside.ts';
import { REACTIONS_NUMBER } from '../../protocol/item.ts';
import type { Service } from '../service.ts';
import { handFor, newRow, rowKey } from './mine.ts';
import { enqueuePut, writableItem } from './writable.ts';

export type Reaction = (typeof REACTIONS)[number];

const MOST = 8;

/**
 * Reacts to an entry (hex) of an item, or takes the reaction back (null). All reactions of one person in an item are one
 * entry. Throws CommandError `absent`, `deleted`; `quota` for reactions to more than 8 entries of one item.
 */
export async function react(
  service: Service,
  args: { drop: string; entry: string; reaction: Reaction | null },
): Promise<void> {
  const { db, p, now } = service;
  const { drop, entry: to, reaction } = args;
  await db.atomically(async () => {
    const item = await writableItem(service, drop);
    const target = await db.entries.get(rowKey(drop, to));
    if (target === undefined || target.state === 'removed') throw new CommandError('absent');
    const hand = await handFor(service, item);
    const entry = hex(entryId(p, hand.key, REACTIONS_NUMBER));
    const before = await db.entries.get(rowKey(drop, entry));
    const body = changed(before?.body ?? null, to, reaction, now());
    if (body.to.length > MOST) throw new CommandError('quota', 'at most 8 reactions in one post');
    const row = before ?? newRow(service, item, hand, REACTIONS_NUMBER, body);
    await db.entries.put({ ...row, body, when: body.when, want: before === undefined ? 1 : row.want + 1 });
    await enqueuePut(service, drop, entry);
    const id = `reaction:${rowKey(drop, to)}`;
    if (reaction === null) await db.activities.delete(id);
    else await db.activities.put({ id, is: 'reaction', when: now(), drop, entry: to });
  });
}

function changed(body: Body | null, to: string, reaction: Reaction | null, when: number): Reactions {
  const before = body !== null && body.is === 'reactions' && !('unknown' in body) ? body.to : [];
  const others = before.filter(([entry]) => hex(entry) !== to);
  return { is: 'reactions', to: reaction === null ? others : [...others, [fromHex(to), reaction]], when };
}
