import { entrySeed } from '../../../lib/crypto/entry.ts';
import { appendSeed, openOldKey, ownerSeed, sealOldKey, vaultSalt } from '../../../lib/crypto/item.ts';
import { dropOf, entryId, itemId } from '../../../lib/crypto/outside.ts';
import { checkChain, recordHash, signRecord } from '../../../lib/crypto/record.ts';
import {
  appendKeyHash,
  checkAppend,
  checkChunk,
  checkDelete,
  checkEdit,
  checkKeys,
  checkRemove,
  checkTake,
  type PlacedChunk,
  type Proof,
  proveAppend,
  proveDelete,
  proveEdit,
  proveKeys,
  proveRemove,
  proveTake,
  signChunk,
} from '../../../lib/crypto/rights.ts';
import { vaultItemKey, vaultOrder } from '../../../lib/crypto/vault.ts';
import type { Entry, OwnersRecord, SignedRecord } from '../../../lib/protocol/item.ts';
import { drawing, p } from '../given.ts';
import { type Bytes, holds, type Operation, operation } from './operation.ts';

type Dropped<T> = T & { drop: Bytes };
type Seeded<T> = T & { drop: Bytes; seed: Bytes };

/** Wire 4: ids and keys. */
export const items: Record<string, Operation> = {
  owner: operation(({ contentSeed, salt }: { contentSeed: Bytes; salt: Bytes }) => {
    const seed = ownerSeed(p, contentSeed, salt);
    const key = p.signKey(seed);
    const id = itemId(p, key);
    return { seed, key, id, drop: dropOf(p, id) };
  }),
  entry: operation(({ contentSeed, drop, number }: Dropped<{ contentSeed: Bytes; number: Bytes }>) => {
    const seed = entrySeed(p, contentSeed, drop);
    const key = p.signKey(seed);
    return { seed, key, id: entryId(p, key, number) };
  }),
  append: operation(({ itemKey, drop, gen }: Dropped<{ itemKey: Bytes; gen: number }>) => {
    const seed = appendSeed(p, itemKey, drop, gen);
    const key = p.signKey(seed);
    return { seed, key, hash: appendKeyHash(p, key) };
  }),
  vault: operation(({ vaultKey }: { vaultKey: Bytes }) => ({
    salt: vaultSalt(p),
    itemKey: vaultItemKey(p, vaultKey),
  })),
  'vault order': operation(({ id, operators }: { id: Bytes; operators: string[] }) =>
    vaultOrder(p, id, operators),
  ),
  'seal old key': operation(
    (input: Dropped<{ newKey: Bytes; gen: number; oldGen: number; oldKey: Bytes; nonce: Bytes }>) =>
      sealOldKey(drawing(input.nonce), input.newKey, input.drop, input.gen, {
        gen: input.oldGen,
        key: input.oldKey,
      }),
  ),
  'open old key': operation(
    ({ newKey, drop, gen, old }: Dropped<{ newKey: Bytes; gen: number; old: Bytes }>) =>
      openOldKey(p, newKey, drop, gen, old),
  ),
};

/** Wire 4: owner's records. */
export const records: Record<string, Operation> = {
  'sign record': operation(({ seed, record }: { seed: Bytes; record: OwnersRecord }) => {
    const signed = signRecord(p, seed, record);
    return { signed, hash: recordHash(p, signed) };
  }),
  'check chain': operation(({ id, chain }: { id: Bytes; chain: SignedRecord[] }) => checkChain(p, id, chain)),
};

type Act = Dropped<Proof>;

/** Wire 11: proofs of rights at a content server; `seed` is the signing key's. */
export const rights: Record<string, Operation> = {
  'prove append': operation(({ seed, drop, gen, entries }: Seeded<{ gen: number; entries: Entry[] }>) =>
    proveAppend(p, seed, drop, gen, entries),
  ),
  'check append': operation((args: Act & { gen: number; entries: Entry[] }) => holds(checkAppend(p, args))),
  'prove edit': operation(({ seed, drop, gen, entry }: Seeded<{ gen: number; entry: Entry }>) =>
    proveEdit(p, seed, drop, gen, entry),
  ),
  'check edit': operation((args: Act & { gen: number; entry: Entry }) => holds(checkEdit(p, args))),
  'prove remove': operation(({ seed, drop, entry }: Seeded<{ entry: Bytes }>) =>
    proveRemove(p, seed, drop, entry),
  ),
  'check remove': operation((args: Act & { entry: Bytes }) => holds(checkRemove(p, args))),
  'prove keys': operation(
    ({ seed, drop, number, appendKeys }: Seeded<{ number: number; appendKeys: Bytes[] }>) =>
      proveKeys(p, seed, drop, number, appendKeys),
  ),
  'check keys': operation((args: Act & { number: number; appendKeys: Bytes[] }) => holds(checkKeys(p, args))),
  'prove take': operation(({ seed, drop, entries }: Seeded<{ entries: Bytes[] }>) =>
    proveTake(p, seed, drop, entries),
  ),
  'check take': operation((args: Act & { entries: Bytes[] }) => holds(checkTake(p, args))),
  'prove delete': operation(({ seed, drop }: Seeded<object>) => proveDelete(p, seed, drop)),
  'check delete': operation((args: Act) => holds(checkDelete(p, args))),
  'sign chunk': operation(({ seed, ...chunk }: PlacedChunk & { seed: Bytes }) => signChunk(p, seed, chunk)),
  'check chunk': operation(({ key, ...args }: PlacedChunk & { key: Bytes; sig: Bytes }) =>
    holds(checkChunk(p, key, args)),
  ),
};
