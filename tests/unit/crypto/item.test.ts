import { expect, test } from 'vitest';
import {
  appendSeed,
  keysBefore,
  newItem,
  openOldKey,
  ownerSeed,
  sealOldKey,
} from '../../../lib/crypto/item.ts';
import { checkChain, readRecord, recordHash, signRecord } from '../../../lib/crypto/record.ts';
import { readPage, vaultItemKey, vaultOf, vaultOrder, writePage } from '../../../lib/crypto/vault.ts';
import { clientPrimitives } from '../../../lib/crypto/xchacha.ts';
import type { SignedRecord } from '../../../lib/protocol/item.ts';
import { nothingSeen, person } from './people.ts';

const p = await clientPrimitives();
const alice = person(p, 'Alice');
const what = { kind: 'thread', quota: 1000, append: 'readers', comments: true } as const;

test('a new item’s record proves its id, and its owner key is found again from the salt', () => {
  const salt = p.random(16);
  const item = newItem(p, alice.contentSeed, { ...what, salt });
  expect(checkChain(p, item.id, [item.record])?.[0]?.salt).toEqual(salt);
  expect(ownerSeed(p, alice.contentSeed, salt)).toEqual(item.ownerSeed);
  expect(newItem(p, p.random(32), { ...what, salt }).id).not.toEqual(item.id);
});

test('whoever has the newest key of an item has all before, and nobody has one after', () => {
  const item = newItem(p, alice.contentSeed, { ...what, salt: p.random(16) });
  const keys = [p.random(32), p.random(32), p.random(32)] as const;
  const chain = [item.record];
  for (const gen of [1, 2] as const) {
    const before = chain.at(-1) as SignedRecord;
    const oldKey = gen === 1 ? keys[0] : keys[1];
    const old = sealOldKey(p, keys[gen], item.drop, gen, { gen: gen - 1, key: oldKey });
    const record = { ...readRecord(before), number: gen, previous: recordHash(p, before), gen, old };
    chain.push(signRecord(p, item.ownerSeed, record));
  }
  expect(checkChain(p, item.id, chain)?.length).toBe(3);
  const all = keysBefore(p, item.drop, chain, { gen: 2, key: keys[2] });
  expect([all.get(0), all.get(1), all.get(2)]).toEqual([...keys]);
  expect([...keysBefore(p, item.drop, chain, { gen: 1, key: keys[1] }).keys()].sort()).toEqual([0, 1]);
  expect([...keysBefore(p, item.drop, chain, { gen: 2, key: p.random(32) }).keys()]).toEqual([2]);
});

test('an old key opens for its item and generation only', () => {
  const [drop, key, before] = [p.random(32), p.random(32), p.random(32)];
  const old = sealOldKey(p, key, drop, 5, { gen: 4, key: before });
  expect(old.length).toBeLessThanOrEqual(96);
  expect(openOldKey(p, key, drop, 5, old)).toEqual({ gen: 4, key: before });
  expect(openOldKey(p, key, drop, 6, old)).toBeNull();
  expect(openOldKey(p, key, p.random(32), 5, old)).toBeNull();
  expect(openOldKey(p, before, drop, 5, old)).toBeNull();
  expect(openOldKey(p, key, drop, 5, old.subarray(1))).toBeNull();
  expect(openOldKey(p, key, drop, 5, new Uint8Array(3))).toBeNull();
});

test('append keys differ by item and generation', () => {
  const [key, drop] = [p.random(32), p.random(32)];
  const all = [appendSeed(p, key, drop, 0), appendSeed(p, key, drop, 1), appendSeed(p, key, p.random(32), 0)];
  expect(new Set(all.map(String)).size).toBe(3);
});

test('the vault is found with the phrase alone, and its pages with the vault key', () => {
  const vault = vaultOf(p, alice.contentSeed);
  expect(vaultOf(p, alice.contentSeed).id).toEqual(vault.id);
  expect(readRecord(vault.record).append).toBe('owners');
  const vaultKey = p.random(32);
  const { contentSeed, deviceSeed } = alice;
  const writer = { contentSeed, deviceSeed, vaultKey, drop: vault.drop };
  const database = p.random(300_000);
  const at = { number: p.random(16), rev: 2, seen: nothingSeen };
  const { entry, chunks } = writePage(p, writer, at, 7, database);
  const stored = [...chunks];
  expect(entry.chunks).toBe(2);
  expect(readPage(p, writer, entry, stored)).toEqual({ number: 7, plaintext: database });
  expect(readPage(p, writer, entry, stored.slice(1))).toBeNull();
  expect(readPage(p, writer, entry, stored.toReversed())).toBeNull();
  expect(readPage(p, { ...writer, vaultKey: p.random(32) }, entry, stored)).toBeNull();
  expect(vaultItemKey(p, vaultKey)).not.toEqual(vaultKey);
});

test('every device seeks the vault at the same operators first', () => {
  const id = p.random(32);
  const order = vaultOrder(p, id, ['north', 'south', 'west']);
  expect(vaultOrder(p, id, ['west', 'north', 'south'])).toEqual(order);
  expect([...order].sort()).toEqual(['north', 'south', 'west']);
});
