import { same } from '../../../lib/bytes.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { tombstone } from '../../../lib/crypto/outside.ts';
import { entryDrop } from '../../../lib/crypto/record.ts';
import { checkRemove } from '../../../lib/crypto/rights.ts';
import { removeDeed } from '../../../lib/crypto/standing.ts';
import { remove } from '../../../lib/protocol/commands/content.ts';
import { CommandError } from '../../../lib/protocol/errors.ts';
import { isOwner } from '../rights.ts';
import { entryOf, slotOf } from '../slot.ts';
import type { Write } from '../write.ts';

/** Removing is always possible: for the banned, the blocked, and where the item has moved. */
export const removeEntry: Write<typeof remove> = {
  command: remove,
  drop: (args) => args.drop,
  holds: (p, args, signedFor) => checkRemove(p, { ...args, drop: signedFor }),

  async apply(item, args, facts) {
    const { record } = item.living();
    const deed = removeDeed(p, args.entry, args.sig);
    const at = (await item.find(args.entry, args.at)) === null ? await item.cameAt(args.entry, 0) : args.at;
    const found = at === null ? null : await item.find(args.entry, at);
    if (found === null) {
      const done = await item.revisionOf(deed, 0);
      if (done === null) throw new CommandError('absent');
      return { at: done };
    }
    const before = entryOf(found.slot);
    if (before.gone !== undefined) return { at: found.slot.mod };
    const by = same(args.key, before.key) ? 'author' : isOwner(record, args.key) ? 'owner' : null;
    if (by === null || !same(facts.signedFor, entryDrop(p, args.drop, record)))
      throw new CommandError('forbidden');

    const mod = item.accept(deed);
    if (before.chunks > 0) item.dropChunks(args.entry, before.rev);
    const stays = record.kind !== 'mailbox';
    await item.set(found, stays ? slotOf(args.entry, tombstone(before, mod, by, args)) : null);
    return { at: mod };
  },
};
