import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { checkTake } from '../../../lib/crypto/rights.ts';
import { takeDeed } from '../../../lib/crypto/standing.ts';
import { take } from '../../../lib/protocol/commands/content.ts';
import { CommandError } from '../../../lib/protocol/errors.ts';
import { needOwner } from '../rights.ts';
import { entryOf } from '../slot.ts';
import type { Write } from '../write.ts';

export const takeLetters: Write<typeof take> = {
  command: take,
  drop: (args) => args.drop,
  holds: (p, args) => checkTake(p, args),

  async apply(item, args) {
    const { head, record } = item.living();
    if (record.kind !== 'mailbox') throw new CommandError('forbidden');
    needOwner(record, args.key);
    for (const id of args.entries) {
      const at = await item.cameAt(id, 0);
      const found = at === null ? null : await item.find(id, at);
      if (found === null) continue;
      const before = entryOf(found.slot);
      item.accept(takeDeed(p, id, args.sig));
      if (before.chunks > 0) item.dropChunks(id, before.rev);
      await item.set(found, null);
    }
    return { at: head.standing.rev };
  },
};
