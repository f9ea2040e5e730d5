import { same } from '../../../lib/bytes.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { checkEntry, entryId } from '../../../lib/crypto/outside.ts';
import { checkFirst, entryDrop } from '../../../lib/crypto/record.ts';
import { appendDeed, recordDeed } from '../../../lib/crypto/standing.ts';
import type { Args } from '../../../lib/protocol/command.ts';
import { create } from '../../../lib/protocol/commands/content.ts';
import { CommandError } from '../../../lib/protocol/errors.ts';
import { type Entry, LIMITS, type SignedRecord } from '../../../lib/protocol/item.ts';
import { emptyHead } from '../head.ts';
import type { Item } from '../item.ts';
import { type Done, PaymentNeeded, type Write } from '../write.ts';

const checked = new WeakMap<SignedRecord, ReturnType<typeof checkFirst>>();

/** The first record's check, made once for all who need it. */
function firstOf(signed: SignedRecord): ReturnType<typeof checkFirst> {
  const known = checked.get(signed);
  if (known !== undefined) return known;
  const first = checkFirst(p, signed);
  checked.set(signed, first);
  return first;
}

export const createItem: Write<typeof create> = {
  command: create,
  drop: (args) => firstOf(args.record)?.drop ?? null,
  holds: (p, args) => {
    const first = firstOf(args.record);
    if (first === null) return false;
    const signedFor = entryDrop(p, first.drop, first.record);
    return args.entries.every((entry) => checkEntry(p, signedFor, entry));
  },

  async apply(item, args, facts, rules) {
    if (item.head !== null) return doneBefore(item, args);
    const first = firstOf(args.record);
    if (first === null) throw new CommandError('forbidden');
    const { record, drop } = first;
    const ids = args.entries.map((entry) => entryId(p, entry.key, entry.number));
    if (ids.some((id, i) => ids.slice(0, i).some((one) => same(one, id))))
      throw new CommandError('conflict', 'an entry is there twice');
    if (record.origin === undefined && args.entries.some((one) => one.rev !== 0 || one.gen !== record.gen))
      throw new CommandError('conflict', 'a new entry has revision 0 and the generation of now');
    if (record.quota > LIMITS.quota || sizeOf(args) > record.quota) throw new CommandError('quota');
    if (!facts.paid) {
      if (args.credential === undefined) throw new CommandError('credential-needed');
      throw new PaymentNeeded();
    }

    item.begin(emptyHead(drop, args.record, new Uint8Array(0)));
    item.accept(recordDeed(p, args.record.record));
    if (args.appendKeys.length > 0) item.setAppendKeys(args.appendKeys);
    args.entries.forEach((entry, i) => {
      const id = ids[i] ?? new Uint8Array(32);
      const at = item.accept(appendDeed(p, id, entry.sealed));
      item.add(entry.lane === 1 ? 1 : 0, id, { ...entry, at, mod: at });
    });
    for (const key of keysOf(args.entries)) rules.setAllowance(item, key, LIMITS.freeAfterPaid);
    return { at: item.living().head.standing.rev };
  },
};

/** An item made of the same record is answered with its standing; of another, the id is taken. */
async function doneBefore(item: Item, args: Args<typeof create>): Promise<Done> {
  const { head } = item.living();
  if ((await item.revisionOf(recordDeed(p, args.record.record), 0)) !== 1) throw new CommandError('conflict');
  return { at: head.standing.rev };
}

function sizeOf(args: Args<typeof create>): number {
  return args.entries.reduce((sum, { sealed }) => sum + sealed.length, args.record.record.length);
}

function keysOf(entries: Entry[]): Uint8Array[] {
  return entries.map(({ key }) => key).filter((key, i, all) => all.findIndex((one) => same(one, key)) === i);
}
