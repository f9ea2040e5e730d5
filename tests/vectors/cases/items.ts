import { itemId } from '../../../lib/crypto/outside.ts';
import type { Proof } from '../../../lib/crypto/rights.ts';
import { signTagged } from '../../../lib/crypto/tagged.ts';
import { encode } from '../../../lib/protocol/codec.ts';
import type { Entry, OwnersRecord, SignedRecord } from '../../../lib/protocol/item.ts';
import { Book } from '../book.ts';
import { bytesOf, p } from '../given.ts';

type Bytes = Uint8Array;
interface Owner {
  seed: Bytes;
  key: Bytes;
  id: Bytes;
  drop: Bytes;
}

/** Wire 4: ids and keys of items and entries. */
export async function items(): Promise<Book> {
  const book = new Book(
    'items',
    'Wire 4: owner, entry and append keys, ids, drops, the vault, the old key in a re-key’s record.',
  );
  const contentSeed = bytesOf('Alice’s content seed');
  const { drop, id } = await book.add<Owner>('an item', 'owner', { contentSeed, salt: bytesOf('salt', 16) });
  await book.add('another salt', 'owner', { contentSeed, salt: bytesOf('salt 2', 16) });
  await book.add('a comment', 'entry', { contentSeed, drop, number: bytesOf('number', 16) });
  await book.add('an author’s card', 'entry', { contentSeed, drop, number: new Uint8Array(16) });
  await book.add('a reactions entry', 'entry', { contentSeed, drop, number: new Uint8Array(16).fill(1) });
  for (const gen of [0, 1])
    await book.add(`generation ${gen}`, 'append', { itemKey: bytesOf('item key'), drop, gen });
  await book.add('Alice’s vault', 'vault', { vaultKey: bytesOf('vault key') });
  await book.add('three operators', 'vault order', { id, operators: ['north', 'south', 'west'] });

  const newKey = bytesOf('new key');
  const old = await book.add<Bytes>('generation 1', 'seal old key', {
    newKey,
    drop,
    gen: 1,
    oldGen: 0,
    oldKey: bytesOf('item key'),
    nonce: bytesOf('nonce', 24),
  });
  await book.add('generation 1', 'open old key', { newKey, drop, gen: 1, old });
  await book.refuse('another generation', 'open old key', { newKey, drop, gen: 2, old });
  await book.refuse('another item', 'open old key', { newKey, drop: bytesOf('other'), gen: 1, old });
  await book.refuse('another key', 'open old key', { newKey: bytesOf('other'), drop, gen: 1, old });
  await book.refuse('cut short', 'open old key', { newKey, drop, gen: 1, old: old.slice(0, -1) });
  return book;
}

/** Wire 4: owner's records and their chains. */
export async function records(): Promise<Book> {
  const book = new Book(
    'records',
    'Wire 4: signed records and chains from number 0 on, checked against the item id.',
  );
  const [alice, bob] = [bytesOf('Alice’s owner seed'), bytesOf('Bob’s owner seed')];
  const [aliceKey, bobKey] = [p.signKey(alice), p.signKey(bob)];
  const id = itemId(p, aliceKey);
  const record: OwnersRecord = {
    kind: 'group',
    number: 0,
    previous: null,
    owners: [aliceKey],
    gen: 0,
    salt: bytesOf('salt', 16),
    quota: 67_108_864,
    append: 'readers',
    comments: true,
  };
  const sign = (name: string, seed: Bytes, one: OwnersRecord) =>
    book.add<{ signed: SignedRecord; hash: Bytes }>(name, 'sign record', { seed, record: one });
  const zero = await sign('number 0', alice, record);
  const one = await sign('number 1: another owner', alice, {
    ...record,
    number: 1,
    previous: zero.hash,
    owners: [aliceKey, bobKey],
  });
  const two: OwnersRecord = {
    ...record,
    number: 2,
    previous: one.hash,
    owners: [bobKey],
    gen: 1,
    old: bytesOf('old', 80),
    keywords: ['garden'],
    moved: bytesOf('server'),
  };
  const rekeyed = await sign('number 2: by the other, re-keyed', bob, two);
  await book.add('number 0 alone', 'check chain', { id, chain: [zero.signed] });
  await book.add('a chain of three', 'check chain', { id, chain: [zero.signed, one.signed, rekeyed.signed] });
  await book.refuse('no record', 'check chain', { id, chain: [] });
  await book.refuse('without number 0', 'check chain', { id, chain: [one.signed, rekeyed.signed] });
  await book.refuse('with one left out', 'check chain', { id, chain: [zero.signed, rekeyed.signed] });
  await book.refuse('out of order', 'check chain', { id, chain: [one.signed, zero.signed] });
  await book.refuse('of another id', 'check chain', { id: bytesOf('other'), chain: [zero.signed] });
  await book.refuse('another signature', 'check chain', {
    id,
    chain: [{ ...zero.signed, sig: one.signed.sig }],
  });

  const firsts: Record<string, [Bytes, object]> = {
    'number 0 by another owner than the first': [bob, { owners: [aliceKey, bobKey] }],
    'number 0 with a forerunner': [alice, { previous: bytesOf('before') }],
  };
  for (const [name, [seed, change]] of Object.entries(firsts)) {
    const made = await sign(name, seed, { ...record, ...change });
    await book.refuse(name, 'check chain', { id, chain: [made.signed] });
  }
  const nexts: Record<string, [Bytes, object]> = {
    'by no owner': [bob, {}],
    'another kind': [alice, { kind: 'page' }],
    'another forerunner': [alice, { previous: bytesOf('before') }],
    'a number left out': [alice, { number: 2 }],
    'a generation left out': [alice, { gen: 2, old: bytesOf('old', 80) }],
    'a new generation without the old key': [alice, { gen: 1 }],
    'an origin it had not': [alice, { origin: { id: bytesOf('origin') } }],
  };
  for (const [name, [seed, change]] of Object.entries(nexts)) {
    const made = await sign(name, seed, { ...record, number: 1, previous: zero.hash, ...change });
    await book.refuse(name, 'check chain', { id, chain: [zero.signed, made.signed] });
  }
  const more = encode({ ...record, more: 1 });
  const strange = { record: more, by: aliceKey, sig: signTagged(p, alice, 'record', more) };
  await book.refuse('a member more', 'check chain', { id, chain: [strange] });
  return book;
}

/** Wire 11: proofs of rights at a content server. */
export async function rights(): Promise<Book> {
  const book = new Book(
    'rights',
    'Wire 11: the `sig` of each command of a content server; `seed` signs, `key` is its public key.',
  );
  const [seed, drop, id] = [bytesOf('append seed'), bytesOf('drop'), bytesOf('entry id')];
  const entry: Entry = {
    key: p.signKey(bytesOf('entry seed')),
    number: bytesOf('number', 16),
    rev: 1,
    gen: 0,
    lane: 0,
    chunks: 0,
    sealed: bytesOf('sealed', 512),
    sig: bytesOf('sig', 64),
  };
  const second = { ...entry, number: bytesOf('number 2', 16) };
  const cases: Record<string, [object, object]> = {
    append: [{ gen: 0, entries: [entry, second] }, { entries: [second, entry] }],
    edit: [{ gen: 0, entry }, { gen: 1 }],
    remove: [{ entry: id }, { entry: bytesOf('other') }],
    keys: [{ number: 1, appendKeys: [bytesOf('a'), bytesOf('b')] }, { number: 2 }],
    take: [{ entries: [id, bytesOf('other')] }, { entries: [id] }],
    delete: [{}, { drop: bytesOf('other') }],
  };
  for (const [name, [what, other]] of Object.entries(cases)) {
    const proof = await book.add<Proof>(name, `prove ${name}`, { seed, drop, ...what });
    await book.add(name, `check ${name}`, { drop, ...what, ...proof });
    await book.refuse(`${name}: another thing`, `check ${name}`, { drop, ...what, ...proof, ...other });
    await book.refuse(`${name}: another key`, `check ${name}`, { drop, ...what, ...proof, key: entry.key });
  }
  const chunk = { drop, entry: id, rev: 0, number: 3, bytes: bytesOf('chunk', 100) };
  const sig = await book.add<Bytes>('chunk', 'sign chunk', { seed, ...chunk });
  const key = p.signKey(seed);
  await book.add('chunk', 'check chunk', { key, sig, ...chunk });
  await book.refuse('chunk: another place', 'check chunk', { key, sig, ...chunk, number: 4 });
  await book.refuse('chunk: other bytes', 'check chunk', {
    key,
    sig,
    ...chunk,
    bytes: bytesOf('other', 100),
  });
  return book;
}
