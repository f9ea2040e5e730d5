// Section 4: deeds, roots, standings, and what a reader believes of an answer of content.read.
import { type Bytes, concat, equal, must } from './bytes.ts';
import { H, sign, tagged, verify } from './frame.ts';
import { entryId } from './items.ts';
import type { Known, ReadAnswer, SignedRecord, Standing, StoredEntry } from './shapes.ts';

export const KINDS = ['append', 'edit', 'remove', 'record', 'keys', 'take'] as const;
export type Kind = (typeof KINDS)[number];

export interface Deed {
  kind: Kind;
  deed: Bytes;
}

const NOBODY = new Uint8Array(32);

export const appendDeed = (entry: Bytes, sealed: Bytes): Bytes => tagged('deed', 'append', entry, H(sealed));
export const editDeed = (entry: Bytes, sealed: Bytes): Bytes => tagged('deed', 'edit', entry, H(sealed));
export const removeDeed = (entry: Bytes, sig: Bytes): Bytes => tagged('deed', 'remove', entry, H(sig));
export const recordDeed = (record: Bytes): Bytes => tagged('deed', 'record', NOBODY, H(record));
export const keysDeed = (keys: Bytes[]): Bytes => tagged('deed', 'keys', NOBODY, H(concat(...keys)));
export const takeDeed = (entry: Bytes, sig: Bytes): Bytes => tagged('deed', 'take', entry, H(sig));

/** The pair after one more deed; an item begins with { rev: 0, root: drop }. */
export function advance({ rev, root }: Known, { deed }: Deed): Known {
  return { rev: rev + 1, root: tagged('root', root, rev + 1, deed) };
}

export const signStanding = (seed: Bytes, server: Bytes, drop: Bytes, { rev, root }: Known): Standing => ({
  rev,
  root,
  sig: sign(seed, 'standing', server, drop, rev, root),
});

export const checkStanding = (server: Bytes, drop: Bytes, { rev, root, sig }: Standing): boolean =>
  verify(server, sig, 'standing', server, drop, rev, root);

export const packDeeds = (deeds: Deed[]): Bytes =>
  concat(...deeds.map(({ kind, deed }) => concat(Uint8Array.of(KINDS.indexOf(kind) + 1), deed)));

/** The deeds of an answer. Refused. */
export function unpackDeeds(bytes: Bytes): Deed[] {
  must(bytes.length % 33 === 0, 'deeds cut short');
  return Array.from({ length: bytes.length / 33 }, (_, i) => {
    const kind = KINDS[(bytes[i * 33] ?? 0) - 1];
    must(kind !== undefined, 'an unknown kind of deed');
    return { kind, deed: bytes.slice(i * 33 + 1, i * 33 + 33) };
  });
}

/** A deed whose entry was not shown yet, because it was changed again on a later page. */
export interface Uncovered {
  rev: number;
  kind: Kind;
}

/** What a reader knows of an item: a pair, the newest standing it saw, deeds still to be shown. */
export interface Followed extends Known {
  signed: Standing;
  uncovered: Uncovered[];
}

export interface Following {
  server: Bytes;
  drop: Bytes;
  known: Followed | null;
  answer: Pick<ReadAnswer, 'standing' | 'upto' | 'entries' | 'reactions' | 'deeds'>;
  /** All records the reader has, those of the answer too. */
  records: SignedRecord[];
  mailbox: boolean;
  /** The revision the reader had of an entry, 0 for one it had not. */
  revBefore: (entry: Bytes) => number;
}

/** What is known after an answer. Refused where it is older than what is known, not signed, or hides or forks something. */
export function follow(read: Following): { known: Followed; complete: boolean } {
  const { known, answer } = read;
  const { standing, upto } = answer;
  must(checkStanding(read.server, read.drop, standing), 'a standing that is not signed');
  must(upto <= standing.rev, 'beyond the standing');
  const shown = [...answer.entries, ...answer.reactions];
  must(
    shown.every(({ at, mod }) => at <= mod && mod <= upto),
    'an entry of another time',
  );
  if (known === null) {
    must(upto === standing.rev, 'a first read gives the newest');
    return { known: { rev: upto, root: standing.root, signed: standing, uncovered: [] }, complete: true };
  }
  must(standing.rev >= known.signed.rev && upto >= known.rev, 'older than what is known');
  const deeds = unpackDeeds(answer.deeds).map((deed, i) => ({ ...deed, rev: known.rev + 1 + i }));
  must(deeds.length === upto - known.rev, 'deeds left out');
  const pair = walk(known, deeds, [known.signed, standing]);
  const uncovered = cover(read, known, deeds);
  const complete = upto === standing.rev;
  must(!complete || uncovered.length === 0, 'something hidden');
  return { known: { ...pair, signed: standing, uncovered }, complete };
}

/** The pair after the deeds. Refused where it is not that of a signed standing it passes. */
function walk(known: Known, deeds: Deed[], signed: Standing[]): Known {
  let pair: Known = { rev: known.rev, root: known.root };
  const agrees = () => signed.every(({ rev, root }) => rev !== pair.rev || equal(root, pair.root));
  must(agrees(), 'a fork');
  for (const deed of deeds) {
    pair = advance(pair, deed);
    must(agrees(), 'a fork');
  }
  return pair;
}

type Numbered = Deed & { rev: number };

/** The deeds that no entry or record shown accounts for. Refused where one shown is not what its deed says. */
function cover(read: Following, known: Followed, deeds: Numbered[]): Uncovered[] {
  const hashes = new Map(deeds.map((deed) => [deed.rev, deed]));
  const left = new Map<number, Kind>();
  for (const { rev, kind } of [...known.uncovered, ...deeds]) left.set(rev, kind);
  for (const { rev, kind, deed } of deeds) {
    if (kind === 'keys' || kind === 'take') left.delete(rev);
    if (kind === 'record' && read.records.some((one) => equal(recordDeed(one.record), deed)))
      left.delete(rev);
  }
  let between = 0;
  for (const entry of [...read.answer.entries, ...read.answer.reactions]) {
    must(entry.mod > known.rev, 'an entry of another time');
    checkLast(entry, hashes.get(entry.mod));
    must((left.get(entry.at) ?? 'append') === 'append', 'another beginning');
    left.delete(entry.at);
    left.delete(entry.mod);
    between += editsBefore(entry, read.revBefore(entryId(entry.key, entry.number)));
  }
  const rest = [...left].filter(([, kind]) => !read.mailbox || kind === 'record');
  const edits = rest.filter(([, kind]) => kind === 'edit').slice(0, between);
  const explained = new Set(edits.map(([rev]) => rev));
  return rest.filter(([rev]) => !explained.has(rev)).map(([rev, kind]) => ({ rev, kind }));
}

/** The deed of an entry's last change is the one told. */
function checkLast(entry: StoredEntry, told: Deed | undefined): void {
  const id = entryId(entry.key, entry.number);
  const deed = entry.gone
    ? removeDeed(id, entry.gone.sig)
    : (entry.at === entry.mod ? appendDeed : editDeed)(id, entry.sealed);
  must(told !== undefined && equal(told.deed, deed), 'not what the deed says');
}

/** Edits of an entry between the one its reader had and its last change. */
function editsBefore(entry: StoredEntry, revBefore: number): number {
  const edits = entry.rev - revBefore;
  const last = entry.gone === undefined && entry.mod !== entry.at ? 1 : 0;
  must(edits >= last, 'a revision that went back');
  return edits - last;
}
