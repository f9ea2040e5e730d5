import { expect, test } from 'vitest';
import { concat, hex } from '../../../lib/bytes.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import {
  checkEntry,
  checkStored,
  dropOf,
  entryId,
  isWellFormed,
  itemId,
  signEntry,
  tombstone,
} from '../../../lib/crypto/outside.ts';
import {
  appendKeyHash,
  appendKeySet,
  checkAppend,
  checkChunk,
  checkDelete,
  checkEdit,
  checkKeys,
  checkRemove,
  checkTake,
  proveAppend,
  proveDelete,
  proveEdit,
  proveKeys,
  proveRemove,
  proveTake,
  signChunk,
} from '../../../lib/crypto/rights.ts';
import { CARD_NUMBER, REACTIONS_NUMBER } from '../../../lib/protocol/item.ts';

const [alice, bob, mallory] = [p.random(32), p.random(32), p.random(32)];
const id = itemId(p, p.signKey(alice));
const drop = dropOf(p, id);
const other = dropOf(p, itemId(p, p.signKey(bob)));
const comment = signEntry(p, bob, drop, {
  number: p.random(16),
  rev: 3,
  gen: 1,
  lane: 0,
  chunks: 2,
  sealed: p.random(1024),
});
const commentId = entryId(p, comment.key, comment.number);

test('an entry holds for its drop, number, revision, generation, lane, chunks and sealed bytes only', () => {
  expect(checkEntry(p, drop, comment)).toBe(true);
  expect(checkEntry(p, other, comment)).toBe(false);
  for (const change of [
    { number: p.random(16) },
    { rev: 4 },
    { gen: 2 },
    { chunks: 1 },
    { lane: 1 },
    { sealed: p.random(1024) },
    { key: p.signKey(mallory) },
    { sig: p.random(64) },
  ])
    expect(checkEntry(p, drop, { ...comment, ...change })).toBe(false);
});

test('reactions, and nothing else, stand in lane 1, with 1,024 bytes and no chunks', () => {
  const form = { number: p.random(16), lane: 0, chunks: 0, sealed: p.random(1024) };
  const reactions = { ...form, number: REACTIONS_NUMBER, lane: 1 };
  expect(isWellFormed(form)).toBe(true);
  expect(isWellFormed({ ...form, number: CARD_NUMBER, chunks: 3 })).toBe(true);
  expect(isWellFormed(reactions)).toBe(true);
  expect(isWellFormed({ ...reactions, lane: 0 })).toBe(false);
  expect(isWellFormed({ ...form, lane: 1 })).toBe(false);
  expect(isWellFormed({ ...reactions, chunks: 1 })).toBe(false);
  expect(isWellFormed({ ...reactions, sealed: p.random(512) })).toBe(false);
  expect(isWellFormed({ ...form, sealed: p.random(513) })).toBe(false);
  expect(isWellFormed({ ...form, sealed: new Uint8Array(0) })).toBe(false);
});

test('a tombstone is believed from the author, and from an owner; from nobody else and for no other entry', () => {
  const stored = { ...comment, at: 5, mod: 7 };
  const owners = [p.signKey(alice)];
  const byAuthor = tombstone(stored, 9, 'author', proveRemove(p, bob, drop, commentId));
  const byOwner = tombstone(stored, 9, 'owner', proveRemove(p, alice, drop, commentId));
  const byMallory = proveRemove(p, mallory, drop, commentId);
  expect(checkStored(p, drop, stored, owners)).toBe(true);
  expect(checkStored(p, drop, { ...stored, mod: 4 }, owners)).toBe(false);
  expect(checkStored(p, drop, byAuthor, owners)).toBe(true);
  expect(checkStored(p, drop, byOwner, owners)).toBe(true);
  expect(checkStored(p, drop, byOwner, [])).toBe(false);
  expect(checkStored(p, other, byAuthor, owners)).toBe(false);
  expect(checkStored(p, drop, tombstone(stored, 9, 'author', byMallory), owners)).toBe(false);
  expect(checkStored(p, drop, tombstone(stored, 9, 'owner', byMallory), owners)).toBe(false);
  expect(checkStored(p, drop, { ...byAuthor, number: p.random(16) }, owners)).toBe(false);
  expect(checkStored(p, drop, { ...byAuthor, sealed: comment.sealed }, owners)).toBe(false);
});

test('every proof of a right holds for exactly what it was made for', () => {
  const entries = [comment];
  const append = { drop, gen: 1, entries, ...proveAppend(p, alice, drop, 1, entries) };
  expect(checkAppend(p, append)).toBe(true);
  expect(checkAppend(p, { ...append, gen: 2 })).toBe(false);
  expect(checkAppend(p, { ...append, entries: [comment, comment] })).toBe(false);

  const edit = { drop, gen: 1, entry: comment, ...proveEdit(p, alice, drop, 1, comment) };
  expect(checkEdit(p, edit)).toBe(true);
  expect(checkEdit(p, { ...edit, entry: { ...comment, rev: 2 } })).toBe(false);

  const remove = { drop, entry: commentId, ...proveRemove(p, bob, drop, commentId) };
  expect(checkRemove(p, remove)).toBe(true);
  expect(checkRemove(p, { ...remove, drop: other })).toBe(false);

  const set = appendKeySet(p, [p.signKey(bob)]);
  const keys = { drop, number: 4, appendKeys: set, ...proveKeys(p, alice, drop, 4, set) };
  expect(checkKeys(p, keys)).toBe(true);
  expect(checkKeys(p, { ...keys, number: 5 })).toBe(false);
  expect(checkKeys(p, { ...keys, appendKeys: set.slice(1) })).toBe(false);

  const take = { drop, entries: [commentId], ...proveTake(p, alice, drop, [commentId]) };
  expect(checkTake(p, take)).toBe(true);
  expect(checkTake(p, { ...take, entries: [commentId, commentId] })).toBe(false);

  const erase = { drop, ...proveDelete(p, alice, drop) };
  expect(checkDelete(p, erase)).toBe(true);
  expect(checkDelete(p, { ...erase, drop: other })).toBe(false);
  expect(checkDelete(p, { ...erase, key: p.signKey(mallory) })).toBe(false);

  const placed = { drop, entry: commentId, rev: 3, number: 1, bytes: p.random(100) };
  const chunk = { ...placed, sig: signChunk(p, bob, placed) };
  expect(checkChunk(p, comment.key, chunk)).toBe(true);
  expect(checkChunk(p, comment.key, { ...chunk, number: 0 })).toBe(false);
  expect(checkChunk(p, comment.key, { ...chunk, bytes: p.random(100) })).toBe(false);
  expect(checkChunk(p, p.signKey(mallory), chunk)).toBe(false);
});

test('a proof for one right is none for another', () => {
  const { key, sig } = proveRemove(p, alice, drop, commentId);
  expect(checkTake(p, { drop, entries: [commentId], key, sig })).toBe(false);
});

test('a set of append keys tells neither how many Friends there are nor which hash is of a Friend', () => {
  const friends = Array.from({ length: 17 }, () => p.signKey(p.random(32)));
  for (const [count, size] of [
    [0, 16],
    [1, 16],
    [16, 16],
    [17, 32],
  ] as const) {
    const set = appendKeySet(p, friends.slice(0, count));
    const shown = set.map(hex);
    expect(set.length).toBe(size);
    expect(shown).toEqual([...shown].sort());
    for (const friend of friends.slice(0, count)) expect(shown).toContain(hex(appendKeyHash(p, friend)));
  }
  expect(hex(concat(...appendKeySet(p, [])))).not.toBe(hex(concat(...appendKeySet(p, []))));
  expect(() =>
    appendKeySet(
      p,
      Array.from({ length: 1025 }, () => new Uint8Array(32)),
    ),
  ).toThrow(RangeError);
});
