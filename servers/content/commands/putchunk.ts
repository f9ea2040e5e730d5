import { same } from '../../../lib/bytes.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { entryDrop } from '../../../lib/crypto/record.ts';
import { checkChunk } from '../../../lib/crypto/rights.ts';
import { putChunk } from '../../../lib/protocol/commands/content.ts';
import { CommandError } from '../../../lib/protocol/errors.ts';
import { ConflictError } from '../../bus/errors.ts';
import { chunkSuffix, type Place } from '../names.ts';
import { needHere, needRoom } from '../rights.ts';
import { entryOf, hasChunk, withChunk } from '../slot.ts';
import type { Store } from '../store.ts';
import type { Write } from '../write.ts';

/** The chunk is stored first and counted after: a crash between leaves a chunk that its retry finds and counts. */
export const storeChunk: Write<typeof putChunk> = {
  command: putChunk,
  drop: (args) => args.drop,
  // whose signature it must be only the writer knows
  holds: () => true,

  async apply(item, args, _facts, rules) {
    const { head, record } = item.living();
    const found = await item.find(args.entry, args.at);
    const entry = found && entryOf(found.slot);
    if (found === null || entry === null || entry.gone !== undefined) throw new CommandError('absent');
    const drops = [args.drop, entryDrop(p, args.drop, record)];
    if (!drops.some((drop) => checkChunk(p, entry.key, { ...args, drop })))
      throw new CommandError('forbidden');
    if (entry.rev !== args.rev) throw new CommandError('conflict', 'the entry has another revision');
    if (args.number >= entry.chunks) throw new CommandError('conflict', 'the entry has no such chunk');
    const suffix = chunkSuffix(args.entry, args.rev, args.number);
    if (!hasChunk(found.slot, args.number)) {
      needHere(record);
      if (rules.isBlocked(entry.key)) throw new CommandError('forbidden', 'stopped after a report');
      needRoom(head, record, args.bytes.length);
      await putOrCompare(rules.store, item.place, suffix, args.bytes);
      await item.set(found, withChunk(found.slot, args.number, args.bytes.length));
    } else {
      await compare(rules.store, item.place, suffix, args.bytes);
    }
    return { at: null };
  },
};

async function putOrCompare(store: Store, place: Place, suffix: string, bytes: Uint8Array): Promise<void> {
  try {
    await store.putChunk(place, suffix, bytes);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    await compare(store, place, suffix, bytes);
  }
}

/** Throws `conflict` where other bytes than these stand there. */
async function compare(store: Store, place: Place, suffix: string, bytes: Uint8Array): Promise<void> {
  const there = await store.chunk(place, suffix);
  if (there === null || !same(there, bytes)) throw new CommandError('conflict', 'another chunk stands there');
}
