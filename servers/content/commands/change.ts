import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { checkNext } from '../../../lib/crypto/record.ts';
import { keysDeed, recordDeed } from '../../../lib/crypto/standing.ts';
import { change } from '../../../lib/protocol/commands/content.ts';
import { CommandError } from '../../../lib/protocol/errors.ts';
import { LIMITS } from '../../../lib/protocol/item.ts';
import { nextRecord } from '../records.ts';
import { isOwner } from '../rights.ts';
import type { Write } from '../write.ts';

export const changeRecord: Write<typeof change> = {
  command: change,
  drop: (args) => args.drop,
  // what it must follow only the writer knows
  holds: () => true,

  async apply(item, args) {
    const { head, record } = item.living();
    const deed = recordDeed(p, args.record.record);
    const done = await item.revisionOf(deed, 0);
    if (done !== null) return { at: done };
    if (!isOwner(record, args.record.by)) throw new CommandError('forbidden');
    const next = checkNext(p, head.record, args.record);
    if (next === null) throw new CommandError('conflict', 'the record does not follow');
    if (next.quota > LIMITS.quota) throw new CommandError('too-large');

    let at = item.accept(deed);
    nextRecord(head, args.record, record.number, item);
    item.recordChanged();
    if (args.appendKeys !== undefined) {
      at = item.accept(keysDeed(p, args.appendKeys));
      item.setAppendKeys(args.appendKeys);
    }
    return { at };
  },
};
