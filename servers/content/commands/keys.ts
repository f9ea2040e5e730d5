import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { checkKeys } from '../../../lib/crypto/rights.ts';
import { keysDeed } from '../../../lib/crypto/standing.ts';
import { keys } from '../../../lib/protocol/commands/content.ts';
import { CommandError } from '../../../lib/protocol/errors.ts';
import { needOwner } from '../rights.ts';
import type { Write } from '../write.ts';

export const setKeys: Write<typeof keys> = {
  command: keys,
  drop: (args) => args.drop,
  holds: (p, args) => checkKeys(p, args),

  async apply(item, args) {
    const { head, record } = item.living();
    needOwner(record, args.key);
    const deed = keysDeed(p, args.appendKeys);
    if (args.number <= head.keysNumber) {
      const done = await item.revisionOf(deed, 0);
      if (done === null) throw new CommandError('conflict', 'a later set is in force');
      return { at: done };
    }
    const at = item.accept(deed);
    item.setAppendKeys(args.appendKeys);
    head.keysNumber = args.number;
    return { at };
  },
};
