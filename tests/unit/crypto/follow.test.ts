import { beforeEach, describe, expect, test } from 'vitest';
import { hex } from '../../../lib/bytes.ts';
import {
  type Answer,
  type Followed,
  follow,
  forkOf,
  OlderAnswerError,
  UntrueAnswerError,
} from '../../../lib/crypto/follow.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { dropOf, entryId, itemId, signEntry, tombstone } from '../../../lib/crypto/outside.ts';
import { recordHash, signRecord } from '../../../lib/crypto/record.ts';
import { proveRemove } from '../../../lib/crypto/rights.ts';
import {
  advance,
  appendDeed,
  checkStanding,
  type Deed,
  editDeed,
  keysDeed,
  type Pair,
  packDeeds,
  recordDeed,
  removeDeed,
  signStanding,
  start,
  takeDeed,
  unpackDeeds,
} from '../../../lib/crypto/standing.ts';
import type { OwnersRecord, SignedRecord, StoredEntry } from '../../../lib/protocol/item.ts';

const serverSeed = p.random(32);
const server = p.signKey(serverSeed);
const [alice, bob] = [p.random(32), p.random(32)];
const drop = dropOf(p, itemId(p, p.signKey(alice)));

/** An honest content server for one item, with hands for a lying one. */
class Shelf {
  pairs: Pair[] = [start(drop)];
  deeds: Deed[] = [];
  entries: StoredEntry[] = [];
  records: SignedRecord[] = [];

  get rev() {
    return this.pairs.length - 1;
  }
  pair(rev: number): Pair {
    return this.pairs[rev] ?? start(drop);
  }
  standing(rev = this.rev) {
    return signStanding(p, serverSeed, drop, this.pair(rev));
  }
  accept(deed: Deed) {
    this.pairs.push(advance(p, this.pair(this.rev), deed));
    this.deeds.push(deed);
  }
  append(seed: Uint8Array): StoredEntry {
    const entry = signEntry(p, seed, drop, {
      number: p.random(16),
      rev: 0,
      gen: 0,
      lane: 0,
      chunks: 0,
      sealed: p.random(512),
    });
    this.accept(appendDeed(p, entryId(p, entry.key, entry.number), entry.sealed));
    const stored = { ...entry, at: this.rev, mod: this.rev };
    this.entries.push(stored);
    return stored;
  }
  edit(seed: Uint8Array, old: StoredEntry): StoredEntry {
    const entry = signEntry(p, seed, drop, {
      number: old.number,
      rev: old.rev + 1,
      gen: 0,
      lane: 0,
      chunks: 0,
      sealed: p.random(512),
    });
    this.accept(editDeed(p, entryId(p, entry.key, entry.number), entry.sealed));
    return this.replace(old, { ...entry, at: old.at, mod: this.rev });
  }
  remove(seed: Uint8Array, old: StoredEntry): StoredEntry {
    const id = entryId(p, old.key, old.number);
    const proof = proveRemove(p, seed, drop, id);
    this.accept(removeDeed(p, id, proof.sig));
    return this.replace(old, tombstone(old, this.rev, 'author', proof));
  }
  change(): SignedRecord {
    const before = this.records.at(-1);
    const record: OwnersRecord = {
      kind: 'thread',
      number: this.records.length,
      previous: before === undefined ? null : recordHash(p, before),
      owners: [p.signKey(alice)],
      gen: 0,
      salt: new Uint8Array(16),
      quota: 1,
      append: 'readers',
      comments: true,
    };
    const signed = signRecord(p, alice, record);
    this.records.push(signed);
    this.accept(recordDeed(p, signed.record));
    return signed;
  }
  replace(old: StoredEntry, next: StoredEntry): StoredEntry {
    this.entries = this.entries.map((one) => (one.at === old.at ? next : one));
    return next;
  }
  read(known?: Pair, upto = this.rev): Answer {
    const standing = this.standing();
    if (known === undefined)
      return { standing, upto, entries: this.entries, reactions: [], deeds: new Uint8Array(0) };
    const shown = this.entries
      .filter(({ mod }) => mod > known.rev && mod <= upto)
      .sort((a, b) => a.mod - b.mod);
    return {
      standing,
      upto,
      entries: shown,
      reactions: [],
      deeds: packDeeds(this.deeds.slice(known.rev, upto)),
    };
  }
}

let shelf: Shelf;
let known: Followed;
let had: Map<string, number>;
beforeEach(() => {
  shelf = new Shelf();
  shelf.change();
  shelf.append(alice);
  known = take(shelf.read());
  had = new Map(shelf.entries.map((one) => [hex(entryId(p, one.key, one.number)), one.rev]));
});

function ask(answer: Answer, from: Followed | undefined = known, mailbox = false) {
  const revBefore = (id: Uint8Array) => had.get(hex(id)) ?? 0;
  const records = shelf.records;
  return follow(p, { server, drop, ...(from && { known: from }), answer, records, mailbox, revBefore });
}
function take(answer: Answer): Followed {
  return follow(p, { server, drop, answer, records: [], mailbox: false, revBefore: () => 0 }).known;
}
/** What a refused answer was refused for. */
function fault(answer: Answer, from = known): string {
  try {
    ask(answer, from);
    return 'believed';
  } catch (error) {
    if (error instanceof OlderAnswerError) return 'older';
    if (error instanceof UntrueAnswerError) return error.what;
    throw error;
  }
}

describe('an honest server', () => {
  test('is followed through every kind of deed', () => {
    const [post] = shelf.entries;
    if (post === undefined) throw new Error('no post');
    const comment = shelf.append(bob);
    shelf.edit(bob, shelf.edit(bob, comment));
    shelf.edit(alice, post);
    shelf.change();
    shelf.accept(keysDeed(p, [p.random(32)]));
    shelf.remove(bob, shelf.edit(bob, shelf.append(bob)));
    const { known: now, complete } = ask(shelf.read(known));
    expect(complete).toBe(true);
    expect([now.rev, hex(now.root)]).toEqual([shelf.rev, hex(shelf.pair(shelf.rev).root)]);
    expect(ask(shelf.read(now), now).complete).toBe(true);
  });

  test('is followed page by page, wherever the pages end', () => {
    const comment = shelf.append(bob);
    shelf.append(alice);
    shelf.edit(bob, shelf.edit(bob, comment));
    const last = shelf.rev;
    for (let cut = known.rev; cut <= last; cut++) {
      const half = ask(shelf.read(known, cut));
      expect(half.complete).toBe(cut === last);
      expect(ask(shelf.read(half.known), half.known).complete).toBe(true);
    }
  });

  test('may forget letters taken out of a mailbox', () => {
    const letter = shelf.append(bob);
    shelf.accept(takeDeed(p, entryId(p, letter.key, letter.number), p.random(64)));
    shelf.entries = shelf.entries.filter(({ at }) => at !== letter.at);
    expect(ask(shelf.read(known), known, true).complete).toBe(true);
    expect(fault(shelf.read(known))).toBe('hidden');
  });
});

describe('a lying server is caught', () => {
  test('when it hides a comment', () => {
    shelf.append(bob);
    shelf.append(alice);
    const answer = shelf.read(known);
    expect(fault({ ...answer, entries: answer.entries.slice(1) })).toBe('hidden');
    expect(fault({ ...answer, entries: [] })).toBe('hidden');
  });

  test('when it hides a comment on the first of two pages', () => {
    const comment = shelf.append(bob);
    shelf.append(alice);
    const answer = shelf.read(known, comment.at);
    const half = ask({ ...answer, entries: [] });
    expect(fault(shelf.read(half.known), half.known)).toBe('hidden');
  });

  test('when it hides an edit behind an edit of somebody else', () => {
    const [mine, theirs] = [shelf.append(alice), shelf.append(bob)];
    known = ask(shelf.read(known)).known;
    shelf.edit(bob, theirs);
    shelf.edit(alice, mine);
    const answer = shelf.read(known);
    expect(fault(answer)).toBe('believed');
    expect(fault({ ...answer, entries: answer.entries.slice(1) })).toBe('hidden');
  });

  test('when it hides a removal or a new record', () => {
    const comment = shelf.append(bob);
    known = ask(shelf.read(known)).known;
    shelf.remove(bob, comment);
    expect(fault({ ...shelf.read(known), entries: [] })).toBe('hidden');
    shelf.change();
    const answer = shelf.read(known);
    shelf.records.pop();
    expect(fault(answer)).toBe('hidden');
  });

  test('when it shows an old revision, a place not taken, or a removed entry as whole', () => {
    const comment = shelf.append(bob);
    const edited = shelf.edit(bob, comment);
    const answer = shelf.read(known);
    expect(fault({ ...answer, entries: [comment] })).toBe('hidden');
    expect(fault({ ...answer, entries: [{ ...comment, mod: edited.mod }] })).toBe('altered');
    expect(fault({ ...answer, entries: [edited, { ...comment, at: 40, mod: 40 }] })).toBe('altered');
    const gone = shelf.remove(bob, edited);
    const { gone: _, ...whole } = gone;
    expect(fault({ ...shelf.read(known), entries: [{ ...whole, sealed: edited.sealed }] })).toBe('altered');
  });

  test('when it rolls back', () => {
    shelf.append(bob);
    const now = ask(shelf.read(known)).known;
    shelf.pairs.pop();
    shelf.deeds.pop();
    shelf.entries.pop();
    expect(fault(shelf.read(now), now)).toBe('older');
  });

  test('when it forks, with both its signatures as evidence', () => {
    const other = Object.assign(new Shelf(), {
      pairs: [...shelf.pairs],
      deeds: [...shelf.deeds],
      entries: [...shelf.entries],
      records: shelf.records,
    });
    shelf.append(bob);
    other.append(alice);
    const ours = ask(shelf.read(known)).known;
    expect(fault(other.read(ours), ours)).toBe('fork');
    try {
      ask(other.read(ours), ours);
    } catch (error) {
      const evidence = error instanceof UntrueAnswerError ? error.evidence : null;
      expect(evidence && forkOf(p, server, drop, evidence.first, evidence.second)).toEqual(evidence);
    }
    other.append(alice);
    expect(fault(other.read(ours), ours)).toBe('fork');
    expect(forkOf(p, server, drop, shelf.standing(), other.standing())).toBeNull();
    expect(forkOf(p, server, drop, shelf.standing(), { ...other.standing(3), sig: p.random(64) })).toBeNull();
  });

  test('when it signs nothing, or for another item, or drops a deed from the list', () => {
    shelf.append(bob);
    const answer = shelf.read(known);
    expect(fault({ ...answer, standing: { ...answer.standing, sig: p.random(64) } })).toBe('unsigned');
    const elsewhere = signStanding(p, serverSeed, p.random(32), shelf.pair(shelf.rev));
    expect(fault({ ...answer, standing: elsewhere })).toBe('unsigned');
    expect(fault({ ...answer, deeds: new Uint8Array(0), entries: [] })).toBe('hidden');
    expect(fault({ ...answer, upto: answer.upto + 1 })).toBe('altered');
    const forged = packDeeds([appendDeed(p, p.random(32), p.random(512))]);
    expect(fault({ ...answer, deeds: forged })).toBe('fork');
  });
});

test('deeds are read as they were written, and nothing else is', () => {
  shelf.append(bob);
  expect(unpackDeeds(packDeeds(shelf.deeds))).toEqual(shelf.deeds);
  const packed = packDeeds(shelf.deeds);
  expect(() => unpackDeeds(packed.subarray(1))).toThrow('malformed');
  packed[0] = 7;
  expect(() => unpackDeeds(packed)).toThrow('malformed');
});

test('a standing is one server’s, of one drop, revision and root', () => {
  const standing = shelf.standing();
  expect(checkStanding(p, server, drop, standing)).toBe(true);
  expect(checkStanding(p, p.signKey(bob), drop, standing)).toBe(false);
  expect(checkStanding(p, server, drop, { ...standing, rev: 9 })).toBe(false);
  expect(checkStanding(p, server, drop, { ...standing, root: p.random(32) })).toBe(false);
});
