// Section 4.
import { readBody } from '../bodies.ts';
import { type Bytes, hex } from '../bytes.ts';
import { type Blob, openChunk, sealChunk } from '../chunks.ts';
import { publicKey } from '../ed25519.ts';
import {
  checkEntry,
  checkInside,
  checkReport,
  checkStored,
  entrySecret,
  openEntry,
  type Place,
  type Report,
  readEntry,
  type Sealing,
  type Seen,
  sealEntry,
  signEntry,
  signInside,
} from '../entries.ts';
import {
  appendKeyHash,
  appendSeed,
  checkChain,
  dropOf,
  entryId,
  entrySeed,
  itemId,
  openOldKey,
  ownerSeed,
  prove,
  proves,
  RIGHTS,
  recordHash,
  sealOldKey,
  signRecord,
  vaultItemKey,
  vaultOrder,
  vaultSalt,
} from '../items.ts';
import type {
  Entry,
  Known,
  Opening,
  Outside,
  OwnersRecord,
  Proof,
  SignedRecord,
  Standing,
  StoredEntry,
} from '../shapes.ts';
import {
  advance,
  appendDeed,
  checkStanding,
  type Deed,
  editDeed,
  type Following,
  follow,
  keysDeed,
  packDeeds,
  recordDeed,
  removeDeed,
  signStanding,
  takeDeed,
  unpackDeeds,
} from '../standing.ts';
import { holds, type Operation, operation } from './vector.ts';

type Dropped<T> = T & { drop: Bytes };

export const items: Record<string, Operation> = {
  owner: operation(({ contentSeed, salt }: { contentSeed: Bytes; salt: Bytes }) => {
    const seed = ownerSeed(contentSeed, salt);
    const key = publicKey(seed);
    const id = itemId(key);
    return { seed, key, id, drop: dropOf(id) };
  }),
  entry: operation(({ contentSeed, drop, number }: Dropped<{ contentSeed: Bytes; number: Bytes }>) => {
    const seed = entrySeed(contentSeed, drop);
    const key = publicKey(seed);
    return { seed, key, id: entryId(key, number) };
  }),
  append: operation(({ itemKey, drop, gen }: Dropped<{ itemKey: Bytes; gen: number }>) => {
    const seed = appendSeed(itemKey, drop, gen);
    const key = publicKey(seed);
    return { seed, key, hash: appendKeyHash(key) };
  }),
  vault: operation(({ vaultKey }: { vaultKey: Bytes }) => ({
    salt: vaultSalt(),
    itemKey: vaultItemKey(vaultKey),
  })),
  'vault order': operation(({ id, operators }: { id: Bytes; operators: string[] }) =>
    vaultOrder(id, operators),
  ),
  'seal old key': operation(
    (input: Dropped<{ newKey: Bytes; gen: number; oldGen: number; oldKey: Bytes; nonce: Bytes }>) =>
      sealOldKey(input.newKey, input.drop, input.gen, { gen: input.oldGen, key: input.oldKey }, input.nonce),
  ),
  'open old key': operation(
    ({ newKey, drop, gen, old }: Dropped<{ newKey: Bytes; gen: number; old: Bytes }>) =>
      openOldKey(newKey, drop, gen, old),
  ),
};

export const records: Record<string, Operation> = {
  'sign record': operation(({ seed, record }: { seed: Bytes; record: OwnersRecord }) => {
    const signed = signRecord(seed, record);
    return { signed, hash: recordHash(signed.record) };
  }),
  'check chain': operation(({ id, chain }: { id: Bytes; chain: SignedRecord[] }) => checkChain(id, chain)),
};

/** `prove RIGHT` and `check RIGHT` of one right. */
function rightOf<I>(
  right: Exclude<keyof typeof RIGHTS, 'chunk'>,
  parts: (input: I) => ReturnType<(typeof RIGHTS)['append']>,
) {
  return {
    [`prove ${right}`]: operation((input: I & Dropped<{ seed: Bytes }>) =>
      prove(input.seed, right, input.drop, parts(input)),
    ),
    [`check ${right}`]: operation((input: I & Dropped<Proof>) =>
      holds(proves(input, right, input.drop, parts(input))),
    ),
  };
}

type Chunk = Dropped<{ entry: Bytes; rev: number; number: number; bytes: Bytes }>;

export const rights: Record<string, Operation> = {
  ...rightOf('append', RIGHTS.append),
  ...rightOf('edit', RIGHTS.edit),
  ...rightOf('remove', RIGHTS.remove),
  ...rightOf('keys', RIGHTS.keys),
  ...rightOf('take', RIGHTS.take),
  ...rightOf('delete', RIGHTS.delete),
  'sign chunk': operation(
    ({ seed, ...chunk }: Chunk & { seed: Bytes }) =>
      prove(seed, 'chunk', chunk.drop, RIGHTS.chunk(chunk)).sig,
  ),
  'check chunk': operation((chunk: Chunk & Proof) =>
    holds(proves(chunk, 'chunk', chunk.drop, RIGHTS.chunk(chunk))),
  ),
};

export const entries: Record<string, Operation> = {
  'entry secret': operation((at: Sealing) => entrySecret(at)),
  'seal entry': operation(
    ({ inside, nonce, least, ...at }: Sealing & { inside: Opening; nonce: Bytes; least: number }) =>
      sealEntry(at, inside, nonce, least),
  ),
  'open entry': operation(({ sealed, ...at }: Sealing & { sealed: Bytes }) => openEntry(at, sealed)),
  'sign inside': operation(
    ({
      deviceSeed,
      place,
      seen,
      body,
      salt,
    }: {
      deviceSeed: Bytes;
      place: Place;
      seen: Seen;
      body: object;
      salt: Bytes;
    }) => signInside(deviceSeed, place, seen, body, salt),
  ),
  'check inside': operation(({ opening, ...place }: Place & { opening: Opening }) =>
    checkInside(opening, place),
  ),
  'read body': operation(({ body }: { body: Bytes }) => readBody(body)),
  'sign entry': operation(({ seed, drop, outside }: Dropped<{ seed: Bytes; outside: Outside }>) =>
    signEntry(seed, drop, outside),
  ),
  'check entry': operation(({ drop, entry }: Dropped<{ entry: Entry }>) => holds(checkEntry(drop, entry))),
  'check stored': operation(({ drop, stored, owners }: Dropped<{ stored: StoredEntry; owners: Bytes[] }>) =>
    holds(checkStored(drop, stored, owners)),
  ),
  'read entry': operation(({ drop, itemKey, entry }: Dropped<{ itemKey: Bytes; entry: Entry }>) =>
    readEntry(drop, itemKey, entry),
  ),
  'check report': operation((report: Report) => checkReport(report)),
};

type Chunked = Blob & { i: number };

export const chunks: Record<string, Operation> = {
  'seal chunk': operation(({ i, part, ...blob }: Chunked & { part: Bytes }) => sealChunk(blob, i, part)),
  'open chunk': operation(({ i, chunk, ...blob }: Chunked & { size: number; chunk: Bytes }) =>
    openChunk(blob, i, chunk),
  ),
};

type Told = Omit<Following, 'revBefore'> & { before: { entry: Bytes; rev: number }[] };

export const standings: Record<string, Operation> = {
  'append deed': operation(({ entry, sealed }: Record<'entry' | 'sealed', Bytes>) =>
    appendDeed(entry, sealed),
  ),
  'edit deed': operation(({ entry, sealed }: Record<'entry' | 'sealed', Bytes>) => editDeed(entry, sealed)),
  'remove deed': operation(({ entry, sig }: Record<'entry' | 'sig', Bytes>) => removeDeed(entry, sig)),
  'record deed': operation(({ record }: { record: Bytes }) => recordDeed(record)),
  'keys deed': operation(({ appendKeys }: { appendKeys: Bytes[] }) => keysDeed(appendKeys)),
  'take deed': operation(({ entry, sig }: Record<'entry' | 'sig', Bytes>) => takeDeed(entry, sig)),
  advance: operation(({ pair, deed }: { pair: Known; deed: Deed }) => advance(pair, deed)),
  'sign standing': operation(({ seed, drop, pair }: Dropped<{ seed: Bytes; pair: Known }>) =>
    signStanding(seed, publicKey(seed), drop, pair),
  ),
  'check standing': operation(({ server, drop, standing }: Dropped<{ server: Bytes; standing: Standing }>) =>
    holds(checkStanding(server, drop, standing)),
  ),
  'pack deeds': operation(({ deeds }: { deeds: Deed[] }) => packDeeds(deeds)),
  'unpack deeds': operation(({ bytes }: { bytes: Bytes }) => unpackDeeds(bytes)),
  follow: operation(({ before, ...read }: Told) => {
    const revs = new Map(before.map(({ entry, rev }) => [hex(entry), rev]));
    const { known, complete } = follow({ ...read, revBefore: (entry) => revs.get(hex(entry)) ?? 0 });
    return { rev: known.rev, root: known.root, complete };
  }),
};
