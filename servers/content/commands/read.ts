import { same } from '../../../lib/bytes.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { dropOf } from '../../../lib/crypto/outside.ts';
import type { Args } from '../../../lib/protocol/command.ts';
import { read } from '../../../lib/protocol/commands/content.ts';
import { CommandError } from '../../../lib/protocol/errors.ts';
import { LIMITS } from '../../../lib/protocol/item.ts';
import { EncodedResult, type Served, serves } from '../../front.ts';
import type { AdPools } from '../ads.ts';
import { ReadAnswer } from '../answer.ts';
import { StoreValueError } from '../bytesio.ts';
import { deedsBetween, rootAt } from '../deedlog.ts';
import { type Head, isTomb } from '../head.ts';
import { changedSlots, newestSlots } from '../lane.ts';
import { type Place, placeOf, type StoreKeys } from '../names.ts';
import { PageCache } from '../pages.ts';
import type { Reader, Shown } from '../reader.ts';
import { recordsFrom } from '../records.ts';
import type { PageSource } from '../tree.ts';

type ReadArgs = Args<typeof read>;

/** Revisions one catching up goes through at most; the reader asks again from there. */
const STEP = 1_024;
const DEED = 33;
/** Bytes of answers kept for the next who asks the same: most readers of a thread do. */
const KEPT = 32 * 1024 * 1024;

/** `content.read`: entries go out as they are stored. A moved item is still shown, with the owner's word of where it went. */
export function serveRead(reader: Reader, keys: StoreKeys, ads: Pick<AdPools, 'pick'>): Served {
  const answers = new PageCache(KEPT);
  return serves(read, async (args, { room }) => {
    const place = placeOf(p, keys, dropOf(p, args.id));
    const least = Math.max(args.least ?? 0, args.known?.rev ?? 0);
    const shown = await reader.head(place, least);
    const name = shown && answerName(place, shown, args, room);
    const root = args.known?.root ?? new Uint8Array(0);
    const before = name === null ? undefined : answers.get(name, root);
    // a name holds the number of the head it was made of
    if (before !== undefined && shown !== null && isFresh(shown, least)) return new EncodedResult(before);
    try {
      const made = await answer(shown, args, least, room, ads);
      if (name !== null) answers.set(name, root, made);
      return new EncodedResult(made);
    } catch (error) {
      // a page went between the reading of an old head and of the page: the newest head names its successor
      if (!(error instanceof StoreValueError)) throw error;
      return new EncodedResult(await answer(await reader.fresh(place), args, least, room, ads));
    }
  });
}

/** What an answer is kept under, together with the root asked for; null where it is made for one reader: ads, older entries. */
function answerName(place: Place, { seq }: Shown, args: ReadArgs, room: number): string | null {
  if (args.ad !== undefined || args.before !== undefined || args.beforeReactions !== undefined) return null;
  return `${place.name} ${seq} ${room} ${args.record ?? 0} ${args.known?.rev ?? ''}`;
}

function isFresh({ head }: Shown, least: number): boolean {
  return !isTomb(head) && head.standing.rev >= least;
}

async function answer(
  shown: Shown | null,
  args: ReadArgs,
  least: number,
  room: number,
  ads: Pick<AdPools, 'pick'>,
): Promise<Uint8Array> {
  if (shown === null) throw new CommandError('absent');
  const { head, pages } = shown;
  if (isTomb(head)) throw new CommandError('deleted');
  if (!isFresh(shown, least)) throw new CommandError('behind');
  const made = new ReadAnswer(head.standing, room);
  made.records(await recordsFrom(head, pages, args.record ?? 0));
  const ad = args.ad && ads.pick(args.ad.cell, head);
  if (ad && made.ad(ad.cbor)) ad.shown();
  if (args.known !== undefined) await catchUp(made, head, pages, args.known);
  else await newest(made, head, pages, args);
  return made.cbor();
}

/** The newest of both lanes, or what is older than a cursor in the lanes whose cursor was given. */
async function newest(made: ReadAnswer, head: Head, pages: PageSource, args: ReadArgs): Promise<void> {
  const both = args.before === undefined && args.beforeReactions === undefined;
  const end = head.standing.rev + 1;
  if (both || args.before !== undefined) {
    made.before = await fill(made, head, pages, 0, args.before ?? end, LIMITS.shown);
    if (made.before === (args.before ?? end)) throw new CommandError('too-large');
  }
  if (both || args.beforeReactions !== undefined) {
    const before = args.beforeReactions ?? end;
    made.beforeReactions = await fill(made, head, pages, 1, before, Number.POSITIVE_INFINITY);
    if (!both && args.before === undefined && made.beforeReactions === before)
      throw new CommandError('too-large');
  }
}

/** Takes in what came before a revision, newest first; the cursor for the rest, undefined where there is none. */
async function fill(
  made: ReadAnswer,
  head: Head,
  pages: PageSource,
  lane: 0 | 1,
  before: number,
  most: number,
): Promise<number | undefined> {
  let oldest = before;
  let count = 0;
  for await (const slot of newestSlots(head.lanes[lane], pages, before)) {
    if (count >= most || !made.entry(lane, slot.raw)) return oldest;
    oldest = slot.at;
    count++;
  }
  return undefined;
}

/** Everything that changed since a pair the reader has, oldest change first, and the deeds' hashes to prove it. */
async function catchUp(
  made: ReadAnswer,
  head: Head,
  pages: PageSource,
  known: { rev: number; root: Uint8Array },
): Promise<void> {
  const now = head.standing;
  const root = known.rev === now.rev ? now.root : await rootAt(p, head.deeds, pages, known.rev);
  if (root === null) throw new CommandError('behind');
  if (!same(root, known.root)) throw new CommandError('conflict');
  const last = Math.min(head.standing.rev, known.rev + STEP);
  const changed = [];
  for (const lane of [0, 1] as const)
    for (const slot of await changedSlots(head.lanes[lane], pages, known.rev, last))
      changed.push({ lane, slot });
  changed.sort((a, b) => a.slot.mod - b.slot.mod);

  let upto = known.rev;
  let end = last;
  for (const { lane, slot } of changed) {
    if (!made.entry(lane, slot.raw, (slot.mod - upto) * DEED)) {
      end = slot.mod - 1;
      break;
    }
    upto = slot.mod;
  }
  // deeds of revisions that changed no entry, up to the first entry that did not fit
  upto += made.roomForDeeds((end - upto) * DEED) / DEED;
  if (upto === known.rev && last > known.rev) throw new CommandError('too-large');
  made.upto = upto;
  made.deeds(await deedsBetween(head.deeds, pages, known.rev, upto));
}
