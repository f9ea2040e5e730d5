import { same } from '../../../lib/bytes.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { checkEntry, entryId } from '../../../lib/crypto/outside.ts';
import { entryDrop } from '../../../lib/crypto/record.ts';
import { checkEdit } from '../../../lib/crypto/rights.ts';
import { editDeed } from '../../../lib/crypto/standing.ts';
import { edit } from '../../../lib/protocol/commands/content.ts';
import { CommandError } from '../../../lib/protocol/errors.ts';
import { appenderOf, needHere, needRoom } from '../rights.ts';
import { entryOf, slotOf } from '../slot.ts';
import type { Write } from '../write.ts';

/** Edits need the current append key beside the entry key, which signed the entry. They cost no credential; 64 a day are free. */
export const editEntry: Write<typeof edit> = {
  command: edit,
  drop: (args) => args.drop,
  holds: (p, args, signedFor) => checkEdit(p, args) && checkEntry(p, signedFor, args.entry),

  async apply(item, args, facts, rules) {
    const { head, record } = item.living();
    const { entry } = args;
    const id = entryId(p, entry.key, entry.number);
    const deed = editDeed(p, id, entry.sealed);
    const done = await item.revisionOf(deed, args.at);
    if (done !== null) return { at: done };
    const found = await item.find(id, args.at);
    const before = found && entryOf(found.slot);
    if (found === null || before === null || before.gone !== undefined) throw new CommandError('absent');

    needHere(record);
    if (record.kind === 'mailbox') throw new CommandError('forbidden');
    await appenderOf(item, record, args.key, args.gen);
    if (!same(facts.signedFor, entryDrop(p, args.drop, record))) throw new CommandError('forbidden');
    if (rules.isBlocked(entry.key)) throw new CommandError('blocked');
    if (entry.rev !== before.rev + 1 || entry.gen !== args.gen || entry.lane !== before.lane)
      throw new CommandError('conflict', 'not the next revision');
    needRoom(head, record, entry.sealed.length - found.slot.size);
    if (!rules.countEdit(item, entry.key)) throw new CommandError('quota');

    const mod = item.accept(deed);
    if (before.chunks > 0) item.dropChunks(id, before.rev);
    await item.set(found, slotOf(id, { ...entry, at: before.at, mod }));
    return { at: mod };
  },
};
