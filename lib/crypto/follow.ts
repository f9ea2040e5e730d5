import { same } from '../bytes.ts';
import type { SignedRecord, Standing, StoredEntry } from '../protocol/item.ts';
import { Coverage, type Uncovered } from './coverage.ts';
import { entryId } from './outside.ts';
import type { Primitives } from './primitives.ts';
import {
  advance,
  appendDeed,
  checkStanding,
  type Deed,
  editDeed,
  type Pair,
  recordDeed,
  removeDeed,
  unpackDeeds,
} from './standing.ts';

/** Two standings of one server that cannot both be true: at the same revision, or not joined by the deeds it told. */
export interface ForkEvidence {
  server: Uint8Array;
  drop: Uint8Array;
  /** The one the reader had. */
  first: Standing;
  /** The one the reader was shown. */
  second: Standing;
}

/** The answer is older than what its reader had: ask again with `least`; a server that goes on so has rolled back. */
export class OlderAnswerError extends Error {
  override name = 'OlderAnswerError';
  readonly evidence: ForkEvidence;
  constructor(evidence: ForkEvidence) {
    super('the answer is older than what is known');
    this.evidence = evidence;
  }
}

/** The answer is not to be believed; nothing of it may be kept. `evidence` where the server's own signatures convict it. */
export class UntrueAnswerError extends Error {
  override name = 'UntrueAnswerError';
  readonly what: 'unsigned' | 'fork' | 'hidden' | 'altered';
  readonly evidence: ForkEvidence | null;
  constructor(what: UntrueAnswerError['what'], evidence: ForkEvidence | null = null) {
    super(`the answer is not true: ${what}`);
    this.what = what;
    this.evidence = evidence;
  }
}

/** What a reader knows of an item. Between two pages of one catching up `uncovered` holds what is still to be shown. */
export interface Followed extends Pair {
  /** The newest standing the server signed for us. */
  signed: Standing;
  uncovered: Uncovered[];
}

/** An answer of `content.read`, as far as it is checked here. */
export interface Answer {
  standing: Standing;
  upto: number;
  entries: StoredEntry[];
  reactions: StoredEntry[];
  deeds: Uint8Array;
}

export interface Following {
  /** The content server's id, and the item's drop. */
  server: Uint8Array;
  drop: Uint8Array;
  /** The pair the question named; absent in a first read. */
  known?: Followed;
  answer: Answer;
  /** The owner's records the reader has, those of this answer among them. */
  records: SignedRecord[];
  /** Letters go without a tombstone: what a mailbox does not show is not missed. */
  mailbox: boolean;
  /** The revision (`rev`) of an entry the reader had before; 0 where it had none. Makes hidden edits countable. */
  revBefore(entry: Uint8Array): number;
}

/**
 * Checks an answer of `content.read` against what is known, and gives what is known from now on (DESIGN section 3, "A lying
 * server is caught"). `complete` is false while the answer stops short of its standing: ask again from there; only a
 * complete one is bound to the server's signature, so keep nothing for good before. A first reader alone cannot know more
 * than that the server signed. Throws OlderAnswerError, UntrueAnswerError, MalformedError.
 */
export function follow(p: Primitives, following: Following): { known: Followed; complete: boolean } {
  const { server, drop, known, answer } = following;
  const { standing, upto } = answer;
  if (!checkStanding(p, server, drop, standing)) throw new UntrueAnswerError('unsigned');
  if (known === undefined) return first(answer);
  const evidence = { server, drop, first: known.signed, second: standing };
  if (standing.rev < known.signed.rev) throw new OlderAnswerError(evidence);
  if (upto < known.rev || upto > standing.rev) throw new UntrueAnswerError('altered');

  const deeds = unpackDeeds(answer.deeds);
  if (deeds.length !== upto - known.rev) throw new UntrueAnswerError('hidden');
  const root = walk(p, known, deeds, standing, evidence);
  const uncovered = match(p, following, known, deeds);
  const complete = upto === standing.rev;
  if (complete && uncovered.length > 0) throw new UntrueAnswerError('hidden');
  return { known: { rev: upto, root, signed: standing, uncovered }, complete };
}

/** Evidence where one server signed two roots for one revision of an item; null where these two standings are no such thing. */
export function forkOf(
  p: Primitives,
  server: Uint8Array,
  drop: Uint8Array,
  first: Standing,
  second: Standing,
): ForkEvidence | null {
  if (first.rev !== second.rev || same(first.root, second.root)) return null;
  const both = [first, second].every((standing) => checkStanding(p, server, drop, standing));
  return both ? { server, drop, first, second } : null;
}

function first({ standing, upto, entries, reactions }: Answer): { known: Followed; complete: boolean } {
  const later = [...entries, ...reactions].some((entry) => entry.mod > standing.rev || entry.at > entry.mod);
  if (upto !== standing.rev || later) throw new UntrueAnswerError('altered');
  return {
    known: { rev: standing.rev, root: standing.root, signed: standing, uncovered: [] },
    complete: true,
  };
}

/** The root after the deeds; where it passes a revision the server signed, it must be the root signed there. */
function walk(
  p: Primitives,
  known: Followed,
  deeds: Deed[],
  standing: Standing,
  evidence: ForkEvidence,
): Uint8Array {
  let pair: Pair = known;
  for (const deed of [null, ...deeds]) {
    if (deed !== null) pair = advance(p, pair, deed);
    for (const signed of [known.signed, standing])
      if (signed.rev === pair.rev && !same(signed.root, pair.root))
        throw new UntrueAnswerError('fork', evidence);
  }
  return pair.root;
}

/** Holds deeds and what is shown against each other; gives the deeds nothing was shown for yet. */
function match(p: Primitives, following: Following, known: Followed, deeds: Deed[]): Uncovered[] {
  const { answer, records, mailbox, revBefore } = following;
  const deedAt = (rev: number) => deeds[rev - known.rev - 1];
  const ours = records.map(({ record }) => recordDeed(p, record).deed);
  for (const { kind, deed } of deeds)
    if (kind === 'record' && !ours.some((one) => same(one, deed))) throw new UntrueAnswerError('hidden');

  const coverage = new Coverage(mailbox ? [] : [...known.uncovered, ...toBeShown(deeds, known.rev)]);
  for (const entry of [...answer.entries, ...answer.reactions]) {
    const last = deedAt(entry.mod);
    if (last === undefined || !isLast(p, entry, last)) throw new UntrueAnswerError('altered');
    if (entry.at > known.rev && deedAt(entry.at)?.kind !== 'append') throw new UntrueAnswerError('altered');
    coverage.show(entry, revBefore(entryId(p, entry.key, entry.number)));
  }
  return coverage.rest();
}

function toBeShown(deeds: Deed[], after: number): Uncovered[] {
  return deeds.flatMap(({ kind }, i) =>
    kind === 'append' || kind === 'edit' || kind === 'remove' ? [{ rev: after + 1 + i, kind }] : [],
  );
}

/** Whether the deed at an entry's `mod` is the one that made it what it is. */
function isLast(p: Primitives, entry: StoredEntry, { kind, deed }: Deed): boolean {
  const id = entryId(p, entry.key, entry.number);
  const expected =
    entry.gone !== undefined
      ? removeDeed(p, id, entry.gone.sig)
      : entry.at === entry.mod
        ? appendDeed(p, id, entry.sealed)
        : editDeed(p, id, entry.sealed);
  return entry.at <= entry.mod && kind === expected.kind && same(deed, expected.deed);
}
