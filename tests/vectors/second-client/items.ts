// Section 4: ids, keys, owner's records, proofs of rights.
import { type Bytes, concat, equal, must, readU64, u64 } from './bytes.ts';
import { encode } from './cbor.ts';
import { publicKey } from './ed25519.ts';
import { derive, frame, H, type Part, sign, tagged, verify } from './frame.ts';
import { xopen, xseal } from './seal.ts';
import {
  type Entry,
  type OwnersRecord,
  type Proof,
  records,
  type SignedRecord,
  signedRecords,
} from './shapes.ts';

const NO_SALT = new Uint8Array(0);

export const itemId = (firstOwner: Bytes): Bytes => tagged('item', firstOwner);
export const dropOf = (id: Bytes): Bytes => tagged('drop', id);
export const entryId = (key: Bytes, number: Bytes): Bytes => tagged('entry', key, number);
export const ownerSeed = (contentSeed: Bytes, salt: Bytes): Bytes => derive('owner', contentSeed, salt);
export const entrySeed = (contentSeed: Bytes, drop: Bytes): Bytes => derive('entry', contentSeed, drop);
export const appendSeed = (itemKey: Bytes, drop: Bytes, gen: number): Bytes =>
  derive('append', itemKey, drop, gen);
export const appendKeyHash = (key: Bytes): Bytes => tagged('append key', key);
export const vaultSalt = (): Bytes => tagged('vault salt').slice(0, 16);
export const vaultItemKey = (vaultKey: Bytes): Bytes => derive('vault item', vaultKey, NO_SALT);

/** Operators in the order of their places for this vault, the lowest first. */
export function vaultOrder(vault: Bytes, operators: string[]): string[] {
  const place = (operator: string) => tagged('vault place', vault, operator);
  return operators.toSorted((a, b) => Buffer.compare(place(a), place(b)));
}

/** The item key of the generation before, sealed for the record that re-keys. */
export function sealOldKey(
  newKey: Bytes,
  drop: Bytes,
  gen: number,
  old: { gen: number; key: Bytes },
  nonce: Bytes,
): Bytes {
  const key = derive('rekey', newKey, nonce);
  return concat(nonce, xseal(key, nonce, frame('rekey', drop, gen), concat(u64(old.gen), old.key)));
}

/** The old generation and its key. Refused. */
export function openOldKey(newKey: Bytes, drop: Bytes, gen: number, old: Bytes): { gen: number; key: Bytes } {
  must(old.length === 80, 'no old key');
  const nonce = old.slice(0, 24);
  const plain = xopen(derive('rekey', newKey, nonce), nonce, frame('rekey', drop, gen), old.slice(24));
  return { gen: readU64(plain, 0), key: plain.slice(8) };
}

export const recordHash = (record: Bytes): Bytes => tagged('record', record);

export function signRecord(seed: Bytes, record: OwnersRecord): SignedRecord {
  const bytes = encode(records.check(record));
  return { record: bytes, by: publicKey(seed), sig: sign(seed, 'record', bytes) };
}

/** The records of a chain from number 0 on, proved back to the item's id. Refused. */
export function checkChain(id: Bytes, chain: SignedRecord[]): OwnersRecord[] {
  must(chain.length > 0, 'no record');
  const read: OwnersRecord[] = [];
  for (const signed of chain) {
    signedRecords.check(signed);
    const record = records.read(signed.record);
    must(verify(signed.by, signed.sig, 'record', signed.record), 'signature');
    const [before, beforeBytes] = [read.at(-1), chain[read.length - 1]?.record];
    if (before === undefined || beforeBytes === undefined) checkFirst(id, record, signed.by);
    else checkNext(before, beforeBytes, record, signed.by);
    read.push(record);
  }
  return read;
}

function checkFirst(id: Bytes, record: OwnersRecord, by: Bytes): void {
  const [first] = record.owners;
  must(record.number === 0 && record.previous === null, 'not the first record');
  must(first !== undefined && equal(first, by) && equal(itemId(first), id), 'another item');
}

function checkNext(before: OwnersRecord, beforeBytes: Bytes, record: OwnersRecord, by: Bytes): void {
  must(
    before.owners.some((owner) => equal(owner, by)),
    'by no owner',
  );
  must(record.number === before.number + 1, 'a number left out');
  must(record.previous !== null && equal(record.previous, recordHash(beforeBytes)), 'another forerunner');
  must(record.kind === before.kind, 'another kind');
  must(equal(encode(record.origin ?? null), encode(before.origin ?? null)), 'another origin');
  const rekeyed = record.gen === before.gen + 1 && record.old !== undefined;
  must(rekeyed || record.gen === before.gen, 'another generation');
}

/** What each right's signature is made of, after the drop. */
export const RIGHTS = {
  append: ({ gen, entries }: { gen: number; entries: Entry[] }): Part[] => [
    gen,
    concat(...entries.map(({ key, number }) => entryId(key, number))),
  ],
  edit: ({ gen, entry }: { gen: number; entry: Entry }): Part[] => [
    gen,
    entryId(entry.key, entry.number),
    entry.rev,
  ],
  remove: ({ entry }: { entry: Bytes }): Part[] => [entry],
  keys: ({ number, appendKeys }: { number: number; appendKeys: Bytes[] }): Part[] => [
    number,
    concat(...appendKeys),
  ],
  take: ({ entries }: { entries: Bytes[] }): Part[] => [concat(...entries)],
  delete: (): Part[] => [],
  chunk: ({
    entry,
    rev,
    number,
    bytes,
  }: {
    entry: Bytes;
    rev: number;
    number: number;
    bytes: Bytes;
  }): Part[] => [entry, rev, number, H(bytes)],
};

/** A right used: the key and its signature over the drop and these parts. */
export const prove = (seed: Bytes, right: string, drop: Bytes, parts: Part[]): Proof => ({
  key: publicKey(seed),
  sig: sign(seed, right, drop, ...parts),
});

export const proves = ({ key, sig }: Proof, right: string, drop: Bytes, parts: Part[]): boolean =>
  verify(key, sig, right, drop, ...parts);

/** Append keys as a server takes them: a set of 16·2^n hashes, filled up with random ones. */
export function appendKeySet(hashes: Bytes[], random: (n: number) => Bytes): Bytes[] {
  let size = 16;
  while (size < hashes.length) size *= 2;
  const filling = Array.from({ length: size - hashes.length }, () => random(32));
  return [...hashes, ...filling].sort((a, b) => Buffer.compare(a, b));
}

export const AUTHORS_CARD: Bytes = new Uint8Array(16);
export const REACTIONS: Bytes = new Uint8Array(16).fill(1);
