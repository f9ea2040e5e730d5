import { same } from '../../../lib/bytes.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { checkEntry, entryId } from '../../../lib/crypto/outside.ts';
import { entryDrop } from '../../../lib/crypto/record.ts';
import { checkAppend } from '../../../lib/crypto/rights.ts';
import { appendDeed, type Deed } from '../../../lib/crypto/standing.ts';
import type { Args } from '../../../lib/protocol/command.ts';
import { append } from '../../../lib/protocol/commands/content.ts';
import { CommandError } from '../../../lib/protocol/errors.ts';
import { CARD_NUMBER, type Entry, LIMITS, type OwnersRecord } from '../../../lib/protocol/item.ts';
import type { Item } from '../item.ts';
import { laneCount } from '../lane.ts';
import { dropOldest, needWork } from '../letterbox.ts';
import { type Appender, appenderOf, needHere, needRoom } from '../rights.ts';
import type { Rules } from '../rules.ts';
import { type Facts, PaymentNeeded, type Write } from '../write.ts';

/** Entries nobody pays for that an item holds at most. */
export const FREE_ENTRIES = 2_000;
/** Letters of removed Friends that get a revision, each day; more are answered with the standing as it is. */
const GHOSTS = 256;
const DAY = 86_400_000;

/** An entry with its id and deed. */
interface Told {
  readonly entry: Entry;
  readonly id: Uint8Array;
  readonly deed: Deed;
}

export const appendEntries: Write<typeof append> = {
  command: append,
  drop: (args) => args.drop,
  holds: (p, args, signedFor) =>
    checkAppend(p, args) && args.entries.every((entry) => checkEntry(p, signedFor, entry)),

  async apply(item, args, facts, rules) {
    const { head, record } = item.living();
    const told = args.entries.map((entry): Told => {
      const id = entryId(p, entry.key, entry.number);
      return { entry, id, deed: appendDeed(p, id, entry.sealed) };
    });
    const done = await doneBefore(item, told, args.seen);
    if (done !== null) return { at: done };

    needHere(record);
    const as = await appenderOf(item, record, args.key, args.gen);
    checkForm(record, as, told, args.gen, facts.signedFor, entryDrop(p, args.drop, record));
    if (args.entries.some((entry) => rules.isBlocked(entry.key))) throw new CommandError('blocked');
    const letter = record.kind === 'mailbox' && record.append === 'strangers' && as !== 'owner';
    if (letter) needWork(head, record, told.at(-1)?.id, args, rules);
    needRoom(
      head,
      record,
      args.entries.reduce((sum, { sealed }) => sum + sealed.length, 0),
    );
    const free = isFree(args.entries);
    const unpaid = free ? args.entries.length : args.entries.filter(({ lane }) => lane === 1).length;
    if (head.free + unpaid > FREE_ENTRIES) throw new CommandError('quota');
    const settle = free ? () => undefined : await charge(item, record, as, args, facts, rules);

    if (as === 'ghost') return { at: acceptGhost(item, told, rules) };
    settle();
    head.free += unpaid;
    let at = 0;
    for (const { entry, id, deed } of told) {
      at = item.accept(deed);
      item.add(free ? 1 : (entry.lane as 0 | 1), id, { ...entry, at, mod: at });
    }
    if (letter && laneCount(head.lanes[0]) > LIMITS.strangersLetters) await dropOldest(item);
    return { at };
  },
};

/** The revision of the last one where all were accepted before; throws `conflict` where other entries have these ids. */
async function doneBefore(item: Item, told: Told[], seen: number): Promise<number | null> {
  const revisions: (number | null)[] = [];
  for (const { deed } of told) revisions.push(await item.revisionOf(deed, seen));
  const last = revisions.at(-1);
  if (last !== undefined && last !== null && !revisions.includes(null)) return last;
  for (const { id } of told)
    if ((await item.cameAt(id, seen)) !== null)
      throw new CommandError('conflict', 'another entry has this id');
  const ids = told.map(({ id }) => id);
  if (
    revisions.some((rev) => rev !== null) ||
    ids.some((id, i) => ids.slice(0, i).some((one) => same(one, id)))
  )
    throw new CommandError('conflict', 'an entry is there twice');
  return null;
}

/** New entries are of this generation and revision 0; an owner who moves an item here brings them as they are. */
function checkForm(
  record: OwnersRecord,
  as: Appender,
  told: Told[],
  gen: number,
  signedFor: Uint8Array,
  expected: Uint8Array,
): void {
  if (!same(signedFor, expected)) throw new CommandError('forbidden');
  const moving = as === 'owner' && record.origin !== undefined;
  if (!moving && told.some(({ entry }) => entry.rev !== 0 || entry.gen !== gen))
    throw new CommandError('conflict', 'a new entry has revision 0 and the generation of now');
  const words = told.filter(({ entry }) => !same(entry.number, CARD_NUMBER)).length;
  if (record.append === 'strangers' && as !== 'owner' && (words > 1 || told.length > 2))
    throw new CommandError('forbidden', 'a credential pays for one entry');
}

/** Reactions are free, and so is the card of an author who only reacts. */
function isFree(entries: Entry[]): boolean {
  const reacts = (key: Uint8Array) => entries.some((one) => one.lane === 1 && same(one.key, key));
  return entries.every((one) => one.lane === 1 || (same(one.number, CARD_NUMBER) && reacts(one.key)));
}

/**
 * Makes sure that somebody pays (wire 7); what it gives does the counting once the deed is accepted. Throws
 * PaymentNeeded, `credential-needed`, or `forbidden` where one credential would have to pay for two keys.
 */
async function charge(
  item: Item,
  record: OwnersRecord,
  as: Appender,
  args: Args<typeof append>,
  facts: Facts,
  rules: Rules,
): Promise<() => void> {
  if (record.append === 'friends' || (as === 'owner' && record.origin !== undefined)) return () => undefined;
  const needPaid = () => {
    if (facts.paid) return;
    if (args.credential === undefined) throw new CommandError('credential-needed');
    throw new PaymentNeeded();
  };
  if (record.append === 'strangers' && as !== 'owner') {
    needPaid();
    return () => undefined;
  }
  const paying = args.entries.filter(({ lane }) => lane === 0);
  const keys = paying
    .map(({ key }) => key)
    .filter((key, i, all) => all.findIndex((one) => same(one, key)) === i);
  const settled: (() => void)[] = [];
  let bought = 0;
  for (const key of keys) {
    const count = paying.filter((entry) => same(entry.key, key)).length;
    const left = await rules.allowance(item, key);
    if (left < count) bought++;
    const after = left < count ? LIMITS.freeAfterPaid - (count - 1) : left - count;
    settled.push(() => rules.setAllowance(item, key, after));
  }
  if (bought > 1) throw new CommandError('forbidden', 'one credential pays for one key');
  if (bought === 1) needPaid();
  return () => {
    for (const settle of settled) settle();
  };
}

/**
 * A removed Friend's letter: it gets a revision and a signed standing like anybody's, and is kept nowhere. So that a flood
 * of them costs nothing, only so many a day do.
 */
function acceptGhost(item: Item, told: Told[], rules: Rules): number {
  const { head } = item.living();
  const day = Math.floor(rules.now() / DAY);
  if (head.ghosts.day !== day) head.ghosts = { day, count: 0 };
  if (head.ghosts.count + told.length > GHOSTS) return head.standing.rev;
  head.ghosts = { day, count: head.ghosts.count + told.length };
  let at = head.standing.rev;
  for (const { deed } of told) at = item.accept(deed);
  return at;
}
