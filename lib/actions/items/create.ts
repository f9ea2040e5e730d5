import { fromHex, hex } from '../../bytes.ts';
import { entryId } from '../../crypto/outside.ts';
import { advance, appendDeed, checkStanding, type Pair, recordDeed, start } from '../../crypto/standing.ts';
import type { ItemRow } from '../../db/items.ts';
import { create } from '../../protocol/commands/content.ts';
import { MalformedError } from '../../protocol/errors.ts';
import type { Entry } from '../../protocol/item.ts';
import { askPaid, countFree } from '../identity/pay.ts';
import { DONE, type Performer } from '../outbox/outcome.ts';
import type { Service } from '../service.ts';
import { putDone } from './arrived.ts';
import type { Creation } from './deeds.ts';
import { hear } from './hear.ts';

/**
 * Makes a new item. Its first pair is reckoned, not believed: whatever the server signs later must follow from it.
 * After it come the large bytes, then the audience.
 */
export const performCreate: Performer<'create'> = async (service, { id, args }) => {
  const { db, p } = service;
  const { creation } = args;
  const item = await db.items.get(args.drop);
  if (item === undefined || item.state !== 'making') return DONE;
  const paid = { server: item.server, command: create, args: creation, purpose: id, drop: null };
  const { standing } = await askPaid(service, paid);
  const drop = fromHex(args.drop);
  const pair = firstPair(service, drop, creation);
  if (!checkStanding(p, item.server, drop, standing) || standing.rev < pair.rev)
    throw new MalformedError('a standing that is not of this item');
  return {
    is: 'done',
    write: async () => {
      const now = await db.items.get(args.drop);
      if (now === undefined) return;
      const trail = { from: pair.rev, roots: pair.root };
      await db.items.put({ ...now, state: 'there', ...pair, trail });
      await countFree(service, args.drop);
      await hear(service, args.drop, standing);
      for (const [i, entry] of creation.entries.entries()) await stored(service, item, entry, i + 2);
    },
  };
};

/** Where an item stands right after its creation. */
function firstPair({ p }: Service, drop: Uint8Array, { record, entries }: Creation): Pair {
  let pair = advance(p, start(drop), recordDeed(p, record.record));
  for (const entry of entries)
    pair = advance(p, pair, appendDeed(p, entryId(p, entry.key, entry.number), entry.sealed));
  return pair;
}

async function stored(service: Service, item: ItemRow, entry: Entry, at: number): Promise<void> {
  const id = hex(entryId(service.p, entry.key, entry.number));
  await putDone(service, item.drop, id, { ...entry, at, mod: at }, 1);
}
