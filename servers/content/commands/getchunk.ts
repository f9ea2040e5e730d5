import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { dropOf } from '../../../lib/crypto/outside.ts';
import { getChunk } from '../../../lib/protocol/commands/content.ts';
import { CommandError } from '../../../lib/protocol/errors.ts';
import { type Served, serves } from '../../front.ts';
import { isTomb } from '../head.ts';
import { chunkSuffix, placeOf, type StoreKeys } from '../names.ts';
import type { Reader } from '../reader.ts';
import type { Store } from '../store.ts';

export function serveChunks(reader: Reader, store: Pick<Store, 'chunk'>, keys: StoreKeys): Served {
  return serves(getChunk, async (args) => {
    const place = placeOf(p, keys, dropOf(p, args.id));
    const shown = await reader.head(place, 0);
    if (shown === null) throw new CommandError('absent');
    if (isTomb(shown.head)) throw new CommandError('deleted');
    const bytes = await store.chunk(place, chunkSuffix(args.entry, args.rev, args.number));
    if (bytes === null) throw new CommandError('absent');
    return { bytes };
  });
}
