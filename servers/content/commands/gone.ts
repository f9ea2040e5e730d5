import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { gone } from '../../../lib/protocol/commands/content.ts';
import { CommandError } from '../../../lib/protocol/errors.ts';
import { type Served, serves } from '../../front.ts';
import { isTomb } from '../head.ts';
import { placeOf, type StoreKeys } from '../names.ts';
import type { Reader } from '../reader.ts';

/** The owner's signed deletion; asked from the leader where a copy still shows the item. */
export function serveGone(reader: Reader, keys: StoreKeys): Served {
  return serves(gone, async ({ drop }) => {
    const place = placeOf(p, keys, drop);
    for (const look of [() => reader.head(place, 0), () => reader.fresh(place)]) {
      const shown = await look();
      if (shown !== null && isTomb(shown.head)) return { key: shown.head.key, sig: shown.head.sig };
    }
    throw new CommandError('absent');
  });
}
