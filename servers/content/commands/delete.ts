import { checkDelete } from '../../../lib/crypto/rights.ts';
import { erase } from '../../../lib/protocol/commands/content.ts';
import { isTomb } from '../head.ts';
import { needOwner } from '../rights.ts';
import type { Write } from '../write.ts';

/** Everything of the item goes but the signed deletion; the writer frees the space after the put. */
export const deleteItem: Write<typeof erase> = {
  command: erase,
  drop: (args) => args.drop,
  holds: (p, args) => checkDelete(p, args),

  async apply(item, args) {
    if (item.head !== null && isTomb(item.head)) return { at: null };
    needOwner(item.living().record, args.key);
    item.begin({ key: args.key, sig: args.sig });
    return { at: null };
  },
};
