import { nativePrimitives as p } from '../../../../lib/crypto/native.ts';
import { packDeeds, signStanding } from '../../../../lib/crypto/standing.ts';
import type { Result } from '../../../../lib/protocol/command.ts';
import type { read } from '../../../../lib/protocol/commands/content.ts';
import type { Kept } from './contentserver.ts';

/** One page of a catching up, as a copy of an item answers it: the changes after `from` and not after `upto`. */
export function page(seed: Uint8Array, item: Kept, from: number, upto: number): Result<typeof read> {
  const changed = item.entries.filter(({ mod }) => mod > from && mod <= upto);
  return {
    standing: signStanding(p, seed, item.drop, item.pair),
    upto,
    records: [],
    entries: changed.filter(({ lane }) => lane === 0),
    reactions: changed.filter(({ lane }) => lane === 1),
    deeds: packDeeds(item.deeds.slice(from, upto)),
  };
}
