import * as v from 'valibot';
import { defineCommand } from '../command.ts';
import { Epoch, Listing, LogProof, LogRoot, SignedCard, Word } from '../identity.ts';
import { Opening } from '../item.ts';
import { bytes, bytesUpTo, key, signature, text, uint, upTo } from '../shapes.ts';

/** Commands of the ID server (wire 6, 7, 9). */

export const register = defineCommand({
  name: 'id.register',
  to: 'id',
  from: 'users',
  says: 'Takes a name for a new account. The card is signed by the account key and has number 0. `work` makes H(F("work", H(card), work)) begin with `signupBits` zero bits. Of the birth date only "over N on that day" is kept. The same card again is answered with its listing.',
  args: v.strictObject({
    card: SignedCard,
    birth: v.strictObject({ year: uint(9999), month: uint(12), day: uint(31) }),
    work: bytes(8),
  }),
  result: Listing,
  errors: ['forbidden', 'name-taken', 'name-refused', 'too-young', 'work-needed', 'conflict', 'banned'],
});

export const update = defineCommand({
  name: 'id.update',
  to: 'id',
  from: 'users',
  says: 'Puts the next card in force (number + 1, same account and name). By a device of the card before where devices, revoked and seed are unchanged; else by the account key.',
  args: v.strictObject({ card: SignedCard }),
  result: Listing,
  errors: ['absent', 'forbidden', 'conflict', 'banned'],
});

export const find = defineCommand({
  name: 'id.find',
  to: 'id',
  from: 'users',
  says: 'The listing of one user, by name (as people write it; compared after NFKC and case folding) or UserID.',
  args: v.strictObject({ name: v.optional(text(64)), user: v.optional(key) }),
  result: Listing,
  errors: ['absent'],
});

export const search = defineCommand({
  name: 'id.search',
  to: 'id',
  from: 'users',
  says: 'Up to 20 users whose name, or a word of it, begins with the text.',
  args: v.strictObject({ text: text(64), after: v.optional(text(64)) }),
  result: v.strictObject({
    found: upTo(20, v.strictObject({ name: text(64), user: key, about: v.optional(text(500)) })),
  }),
  errors: [],
});

export const credentials = defineCommand({
  name: 'id.credentials',
  to: 'id',
  from: 'users',
  says: "Issues an epoch's credentials for blinded elements (32 bytes each, concatenated): all of a user's allowance at once, with one proof; more is `quota`, fewer `malformed`. The same elements again get the same answer; others `quota`. Epochs: this one and the next.",
  args: v.strictObject({ word: Word, epoch: uint(), blinded: bytesUpTo(3200) }),
  result: v.strictObject({ elements: bytesUpTo(3200), proof: signature }),
  errors: ['absent', 'forbidden', 'banned', 'quota'],
});

export const allowance = defineCommand({
  name: 'id.allowance',
  to: 'id',
  from: 'users',
  says: 'How many credentials the user gets in an epoch (100; 20 while the account is new).',
  args: v.strictObject({ word: Word, epoch: uint() }),
  result: v.strictObject({ count: uint(100), fetched: v.boolean() }),
  errors: ['absent', 'forbidden', 'banned'],
});

export const epochs = defineCommand({
  name: 'id.epochs',
  to: 'id',
  from: 'users',
  says: 'The last, this and the next epoch: key with its place in the log, and how many users fetched it so far (the anonymity set), signed S(id server, "epoch users", epoch, count, minute).',
  args: v.strictObject({}),
  result: v.strictObject({ epochs: upTo(3, Epoch) }),
  errors: [],
});

export const logRoot = defineCommand({
  name: 'id.log.root',
  to: 'id',
  from: 'users',
  says: 'The newest signed root of the log.',
  args: v.strictObject({}),
  result: LogRoot,
  errors: [],
});

export const logConsistency = defineCommand({
  name: 'id.log.consistency',
  to: 'id',
  from: 'users',
  says: 'Proof (RFC 6962) that the log of size `to` extends that of size `from`.',
  args: v.strictObject({ from: uint(), to: uint() }),
  result: v.strictObject({ path: upTo(64, key) }),
  errors: ['absent'],
});

export const logFind = defineCommand({
  name: 'id.log.find',
  to: 'id',
  from: 'users',
  says: 'Where a leaf stands in the log (a bundle, a network file, an epoch key).',
  args: v.strictObject({ leaf: key }),
  result: LogProof,
  errors: ['absent'],
});

export const logNames = defineCommand({
  name: 'id.log.names',
  to: 'id',
  from: 'users',
  says: 'For each card leaf from index `from` on (at most 500): its index and the first 8 bytes of T("name", folded name), so that a client sees new records of its own name.',
  args: v.strictObject({ from: uint() }),
  result: v.strictObject({
    size: uint(),
    names: upTo(500, v.strictObject({ index: uint(), name: bytes(8) })),
    next: uint(),
  }),
  errors: [],
});

export const report = defineCommand({
  name: 'id.report',
  to: 'id',
  from: 'users',
  says: "Reports one entry: its opening and that of its author's card prove who wrote it, without thread key or item id. `key` and `number` are the entry's; `server` holds it.",
  args: v.strictObject({
    word: Word,
    server: key,
    key: key,
    number: bytes(16),
    card: Opening,
    entry: Opening,
    reason: text(1000),
  }),
  result: v.strictObject({ number: uint() }),
  errors: ['forbidden', 'quota', 'banned'],
});

export const leave = defineCommand({
  name: 'id.leave',
  to: 'id',
  from: 'users',
  says: "Removes the user's record; the log keeps hashes only. The name is free after 30 days.",
  args: v.strictObject({ word: Word }),
  result: v.strictObject({}),
  errors: ['absent', 'forbidden'],
});

export const spend = defineCommand({
  name: 'id.spend',
  to: 'id',
  from: 'servers',
  says: 'From a content server: is this credential good for this deed? `bound` = T("spend", salt, deed hash), `mac` as in 7. The same question gets the same answer for ever; the spent set is durable before the answer.',
  args: v.strictObject({ epoch: uint(), nonce: key, bound: key, mac: key }),
  result: v.strictObject({ yes: v.boolean() }),
  errors: ['forbidden'],
});

const publication = v.strictObject({ server: key, day: uint(), pk: bytes(1216), sig: signature });

export const serverKeys = defineCommand({
  name: 'id.keys',
  to: 'id',
  from: 'servers',
  says: 'A server hands in its keys of today and tomorrow for the bundle (5).',
  args: v.strictObject({ keys: upTo(4, publication) }),
  result: v.strictObject({}),
  errors: ['forbidden', 'conflict'],
});

export const bundle = defineCommand({
  name: 'id.bundle',
  to: 'id',
  from: 'servers',
  says: 'The bundle of the day, as JSON text in UTF-8; asked by the entries for their doors. `have`: hash of the one the door has; the same gives an empty `json` and 0 `parts`. A part beyond the last is empty and tells how many `parts` there are.',
  args: v.strictObject({ have: v.optional(key), part: uint(64) }),
  result: v.strictObject({ json: bytesUpTo(250_000), parts: uint(64) }),
  errors: ['forbidden'],
});
