import * as v from 'valibot';
import { Ad, Hint } from '../ad.ts';
import { defineCommand } from '../command.ts';
import { Credential, Entry, Known, SignedRecord, Standing, StoredEntry } from '../item.ts';
import { bytes, bytesUpTo, key, map, signature, uint, upTo } from '../shapes.ts';

/** Commands of a content server (wire 8). */

const done = v.strictObject({ at: uint(), standing: Standing });
const lost = ['absent', 'deleted', 'moved'] as const;
const paid = ['credential-needed', 'credential-refused', 'quota'] as const;

export const create = defineCommand({
  name: 'content.create',
  to: 'content',
  from: 'users',
  says: 'Makes an item from its record number 0 with its first entries, as one put. An item that exists with the same record is answered with its standing before a credential is looked at; the same id with another record is `conflict`.',
  args: v.strictObject({
    record: SignedRecord,
    appendKeys: upTo(1024, key),
    entries: upTo(4, Entry),
    credential: v.optional(Credential),
  }),
  result: done,
  errors: ['deleted', 'forbidden', 'conflict', 'too-large', ...paid],
});

export const append = defineCommand({
  name: 'content.append',
  to: 'content',
  from: 'users',
  says: 'Adds entries: comments, an author\'s card, a reactions entry (lane 1), letters, pages of a vault. `key` is the append key (or an owner key where only owners append), `sig` = S(key, "append", drop, gen, concatenation of the entry ids). Entries that are there already with the same bytes change nothing and are answered as done; `at` is the revision of the last one. `seen` is the revision the author had seen: duplicates are sought from there on.',
  args: v.strictObject({
    drop: key,
    gen: uint(),
    key: key,
    sig: signature,
    seen: uint(),
    entries: v.pipe(v.array(Entry), v.minLength(1), v.maxLength(4)),
    credential: v.optional(Credential),
    work: v.optional(bytes(8)),
  }),
  result: done,
  errors: [
    ...lost,
    'rekeyed',
    'forbidden',
    'blocked',
    'closed',
    'conflict',
    'too-large',
    'work-needed',
    ...paid,
  ],
});

export const edit = defineCommand({
  name: 'content.edit',
  to: 'content',
  from: 'users',
  says: 'Puts the next revision of an entry in the place of the last one; its chunks go with it. `sig` = S(key, "edit", drop, gen, entry id, rev). `at` is the entry\'s `at`. The same bytes again are answered as done.',
  args: v.strictObject({ drop: key, gen: uint(), key: key, sig: signature, at: uint(), entry: Entry }),
  result: done,
  errors: [...lost, 'rekeyed', 'forbidden', 'blocked', 'closed', 'conflict', 'too-large', ...paid],
});

export const remove = defineCommand({
  name: 'content.remove',
  to: 'content',
  from: 'users',
  says: 'Removes an entry and its chunks; a tombstone stays. By the entry key (`author`) or an owner key (`owner`): `sig` = S(key, "remove", drop, entry id). Needs no credential and no append key: the banned, too, can take back what is theirs.',
  args: v.strictObject({ drop: key, entry: key, at: uint(), key: key, sig: signature }),
  result: done,
  errors: [...lost, 'forbidden'],
});

export const change = defineCommand({
  name: 'content.change',
  to: 'content',
  from: 'users',
  says: "Puts the next owner's record in force, and with it new append keys where given: re-key (gen + 1, `old`), policy, owners, quota, moved. The same record again is answered as done.",
  args: v.strictObject({ drop: key, record: SignedRecord, appendKeys: v.optional(upTo(1024, key)) }),
  result: done,
  errors: [...lost, 'forbidden', 'conflict', 'too-large'],
});

export const keys = defineCommand({
  name: 'content.keys',
  to: 'content',
  from: 'users',
  says: 'Replaces the set of append keys (a mailbox: a Friend more or less). `sig` = S(owner key, "keys", drop, number, concatenation of appendKeys); `number` must be above the last one.',
  args: v.strictObject({ drop: key, number: uint(), appendKeys: upTo(1024, key), key: key, sig: signature }),
  result: done,
  errors: [...lost, 'forbidden', 'conflict', 'too-large'],
});

export const take = defineCommand({
  name: 'content.take',
  to: 'content',
  from: 'users',
  says: 'The owner of a mailbox takes letters out, for ever and without tombstone: `sig` = S(owner key, "take", drop, concatenation of entries). Unknown ones are passed over.',
  args: v.strictObject({
    drop: key,
    entries: v.pipe(v.array(key), v.minLength(1), v.maxLength(128)),
    key: key,
    sig: signature,
  }),
  result: done,
  errors: [...lost, 'forbidden'],
});

export const erase = defineCommand({
  name: 'content.delete',
  to: 'content',
  from: 'users',
  says: 'Deletes an item with everything in it; id and this signature stay for ever. `sig` = S(owner key, "delete", drop).',
  args: v.strictObject({ drop: key, key: key, sig: signature }),
  result: v.strictObject({}),
  errors: ['absent', 'forbidden'],
});

export const read = defineCommand({
  name: 'content.read',
  to: 'content',
  from: 'users',
  says: "Reads by the item id. Without `known`: the newest entries (at most 20, fewer where the class is full), newest first, older ones with `before` (their `at` below it); reactions entries in what room is left, `beforeReactions` likewise; `upto` = the standing's revision. With `known` (a pair the reader has): every entry changed after known.rev up to revision `upto`, oldest change first, and `deeds` of the revisions known.rev + 1 to `upto`; where `upto` is below the standing's revision the reader asks again from there. `known` with a root that is not the item's at that revision: `conflict`. `records`: the owner's records from `record` (0 where absent) on. A moved item is read as before: its newest record says where it went. `least`: a process whose copy is older asks the leader, or answers `behind`. A deleted item is answered `deleted`, its deletion in `gone` of `content.gone`.",
  args: v.strictObject({
    id: key,
    known: v.optional(Known),
    least: v.optional(uint()),
    record: v.optional(uint()),
    before: v.optional(uint()),
    beforeReactions: v.optional(uint()),
    ad: v.optional(v.pipe(map, Hint, v.metadata({ wire: 'Hint' }))),
  }),
  result: v.strictObject({
    standing: Standing,
    upto: uint(),
    records: v.array(SignedRecord),
    entries: v.array(StoredEntry),
    reactions: v.array(StoredEntry),
    deeds: bytesUpTo(200_000),
    before: v.optional(uint()),
    beforeReactions: v.optional(uint()),
    ad: v.optional(Ad),
  }),
  errors: [...lost, 'conflict', 'behind', 'too-large'],
});

export const gone = defineCommand({
  name: 'content.gone',
  to: 'content',
  from: 'users',
  says: 'The signed deletion of a deleted item, by its drop.',
  args: v.strictObject({ drop: key }),
  result: v.strictObject({ key: key, sig: signature }),
  errors: ['absent'],
});

export const putChunk = defineCommand({
  name: 'content.chunk.put',
  to: 'content',
  from: 'users',
  says: 'Stores chunk `number` of the entry\'s revision `rev`; the entry must stand there with that revision and more than `number` chunks. `sig` = S(entry key, "chunk", drop, entry, rev, number, H(bytes)). The same bytes again are answered as done, others are `conflict`.',
  args: v.strictObject({
    drop: key,
    entry: key,
    at: uint(),
    rev: uint(),
    number: uint(1199),
    bytes: bytesUpTo(245_776),
    sig: signature,
  }),
  result: v.strictObject({}),
  errors: [...lost, 'forbidden', 'conflict', 'quota', 'too-large'],
});

export const getChunk = defineCommand({
  name: 'content.chunk.get',
  to: 'content',
  from: 'users',
  says: 'Reads one chunk, by the item id.',
  args: v.strictObject({ id: key, entry: key, rev: uint(), number: uint(1199) }),
  result: v.strictObject({ bytes: bytesUpTo(245_776) }),
  errors: [...lost],
});

export const block = defineCommand({
  name: 'content.block',
  to: 'content',
  from: 'servers',
  says: 'From the ID server: after an upheld report this entry key appends, edits and puts chunks no more on this server; removing and reading stay.',
  args: v.strictObject({ key: key }),
  result: v.strictObject({}),
  errors: ['forbidden'],
});
