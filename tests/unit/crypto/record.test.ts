import { expect, test } from 'vitest';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { dropOf, itemId } from '../../../lib/crypto/outside.ts';
import {
  checkChain,
  checkFirst,
  checkNext,
  entryDrop,
  recordHash,
  signRecord,
} from '../../../lib/crypto/record.ts';
import type { OwnersRecord, SignedRecord } from '../../../lib/protocol/item.ts';

const [alice, bob, mallory] = [p.random(32), p.random(32), p.random(32)];
const id = itemId(p, p.signKey(alice));

const first: OwnersRecord = {
  kind: 'group',
  number: 0,
  previous: null,
  owners: [p.signKey(alice)],
  gen: 0,
  salt: p.random(16),
  quota: 1000,
  append: 'readers',
  comments: true,
};
const zero = signRecord(p, alice, first);
const next = (before: SignedRecord, change: Partial<OwnersRecord>): OwnersRecord => ({
  ...first,
  number: 1,
  previous: recordHash(p, before),
  ...change,
});

test('record 0 makes the id and drop of its item', () => {
  const made = checkFirst(p, zero);
  expect(made?.id).toEqual(id);
  expect(made?.drop).toEqual(dropOf(p, id));
  expect(made?.record).toEqual(first);
});

test('nobody else can stand behind an id', () => {
  expect(checkFirst(p, signRecord(p, mallory, first))).toBeNull();
  expect(checkFirst(p, { ...zero, by: p.signKey(mallory) })).toBeNull();
  expect(checkFirst(p, { ...zero, record: signRecord(p, alice, { ...first, quota: 2 }).record })).toBeNull();
  expect(checkFirst(p, { ...zero, record: new Uint8Array(20) })).toBeNull();
  const twoOwners = { ...first, owners: [p.signKey(alice), p.signKey(bob)] };
  expect(checkFirst(p, signRecord(p, bob, twoOwners))).toBeNull();
  const ofMallory = signRecord(p, mallory, { ...first, owners: [p.signKey(mallory)] });
  expect(checkChain(p, id, [ofMallory])).toBeNull();
});

test('owners hand on ownership, and the chain is checked back to the id', () => {
  const one = signRecord(p, alice, next(zero, { owners: [p.signKey(bob)] }));
  const two = signRecord(p, bob, next(one, { number: 2, owners: [p.signKey(bob)], comments: false }));
  expect(checkChain(p, id, [zero, one, two])?.map((record) => record.number)).toEqual([0, 1, 2]);
  expect(checkChain(p, id, [two], one)?.[0]?.comments).toBe(false);
  expect(checkChain(p, id, [], two)).toEqual([]);
  expect(checkChain(p, id, [])).toBeNull();
  expect(checkChain(p, id, [zero, two])).toBeNull();
  expect(checkChain(p, id, [one, two])).toBeNull();
  const byFormer = signRecord(p, alice, next(one, { number: 2 }));
  expect(checkChain(p, id, [zero, one, byFormer])).toBeNull();
});

test('what does not follow is refused', () => {
  const wrong: Partial<OwnersRecord>[] = [
    { number: 2 },
    { previous: p.random(32) },
    { previous: null },
    { kind: 'page' },
    { gen: 1 },
    { gen: 2, old: p.random(88) },
    { origin: { id } },
  ];
  for (const change of wrong) expect(checkNext(p, zero, signRecord(p, alice, next(zero, change)))).toBeNull();
  expect(checkNext(p, zero, signRecord(p, mallory, next(zero, {})))).toBeNull();
  expect(checkNext(p, zero, signRecord(p, alice, next(zero, { gen: 1, old: p.random(88) })))?.gen).toBe(1);
});

test('at a new address entries go on being signed for the origin', () => {
  const drop = p.random(32);
  expect(entryDrop(p, drop, first)).toEqual(drop);
  expect(entryDrop(p, drop, { ...first, origin: { id } })).toEqual(dropOf(p, id));
});
