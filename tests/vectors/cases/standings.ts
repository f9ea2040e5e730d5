import type { Followed } from '../../../lib/crypto/follow.ts';
import { entryId, signEntry, tombstone } from '../../../lib/crypto/outside.ts';
import { signRecord } from '../../../lib/crypto/record.ts';
import { proveRemove } from '../../../lib/crypto/rights.ts';
import type { Deed, Pair } from '../../../lib/crypto/standing.ts';
import type { Standing, StoredEntry } from '../../../lib/protocol/item.ts';
import { Book } from '../book.ts';
import { bytesOf, p } from '../given.ts';

type Bytes = Uint8Array;

const serverSeed = bytesOf('content server');
const server = p.signKey(serverSeed);
const drop = bytesOf('drop');
const bob = bytesOf('Bob’s entry seed');

/** Wire 4: deeds, roots, standings, and answers a reader believes or not. */
export async function standings(): Promise<Book> {
  const book = new Book(
    'standings',
    'Wire 4. "follow" is a reader’s check of an answer of content.read: `known` the pair asked with (signed: the standing it came with; uncovered: deeds of earlier pages whose entries were not shown), `records` all records the reader has, `before` the revisions it had of entries. It gives the pair known from now on, or refuses the answer.',
  );
  const kinds = await deeds(book);
  const pairs: Pair[] = [{ rev: 0, root: drop }];
  for (const [i, deed] of kinds.entries())
    pairs.push(await book.add<Pair>(`revision ${i + 1}: ${deed.kind}`, 'advance', { pair: pairs[i], deed }));
  const signed: Standing[] = [];
  for (const pair of pairs.slice(-3))
    signed.push(
      await book.add<Standing>(`revision ${pair.rev}`, 'sign standing', { seed: serverSeed, drop, pair }),
    );
  const [standing] = signed;
  if (standing === undefined) throw new Error('a standing');
  await book.add('of its server', 'check standing', { server, drop, standing });
  await book.refuse('of another server', 'check standing', {
    server: p.signKey(bytesOf('other')),
    drop,
    standing,
  });
  await book.refuse('of another item', 'check standing', { server, drop: bytesOf('other'), standing });
  await book.refuse('of another revision', 'check standing', {
    server,
    drop,
    standing: { ...standing, rev: 1 },
  });
  await book.refuse('of another root', 'check standing', {
    server,
    drop,
    standing: { ...standing, root: drop },
  });

  const bytes = await book.add<Bytes>('one of each kind', 'pack deeds', { deeds: kinds });
  await book.add('one of each kind', 'unpack deeds', { bytes });
  await book.add('none', 'unpack deeds', { bytes: new Uint8Array(0) });
  await book.refuse('cut short', 'unpack deeds', { bytes: bytes.slice(0, -1) });
  await book.refuse('an unknown kind', 'unpack deeds', { bytes: Uint8Array.of(7, ...new Uint8Array(32)) });
  await following(book);
  return book;
}

async function deeds(book: Book): Promise<Deed[]> {
  const entry = bytesOf('entry id');
  const sealed = bytesOf('sealed', 512);
  const sig = bytesOf('sig', 64);
  return [
    { kind: 'append', deed: await book.add('append', 'append deed', { entry, sealed }) },
    { kind: 'edit', deed: await book.add('edit', 'edit deed', { entry, sealed }) },
    { kind: 'remove', deed: await book.add('remove', 'remove deed', { entry, sig }) },
    { kind: 'record', deed: await book.add('record', 'record deed', { record: bytesOf('record', 200) }) },
    { kind: 'keys', deed: await book.add('keys', 'keys deed', { appendKeys: [bytesOf('a'), bytesOf('b')] }) },
    { kind: 'take', deed: await book.add('take', 'take deed', { entry, sig }) },
  ];
}

/** The life of an item: record, post, comment, the comment edited, another comment, that one removed. */
async function following(book: Book): Promise<void> {
  const owner = bytesOf('owner seed');
  const record = signRecord(p, owner, {
    kind: 'thread',
    number: 0,
    previous: null,
    owners: [p.signKey(owner)],
    gen: 0,
    salt: bytesOf('salt', 16),
    quota: 1,
    append: 'readers',
    comments: true,
  });
  const make = (name: string, rev: number, at: number, mod: number): StoredEntry => ({
    ...signEntry(p, bob, drop, {
      number: bytesOf(name, 16),
      rev,
      gen: 0,
      lane: 0,
      chunks: 0,
      sealed: bytesOf(`${name} ${rev}`, 512),
    }),
    at,
    mod,
  });
  const idOf = (entry: StoredEntry) => entryId(p, entry.key, entry.number);
  const [post, first, edited, second] = [
    make('post', 0, 2, 2),
    make('first', 0, 3, 3),
    make('first', 1, 3, 4),
    make('second', 0, 5, 5),
  ];
  const proof = proveRemove(p, bob, drop, idOf(second));
  const removed = tombstone(second, 6, 'author', proof);

  const life: Deed[] = [
    { kind: 'record', deed: await book.add('life: 1', 'record deed', { record: record.record }) },
    {
      kind: 'append',
      deed: await book.add('life: 2', 'append deed', { entry: idOf(post), sealed: post.sealed }),
    },
    {
      kind: 'append',
      deed: await book.add('life: 3', 'append deed', { entry: idOf(first), sealed: first.sealed }),
    },
    {
      kind: 'edit',
      deed: await book.add('life: 4', 'edit deed', { entry: idOf(first), sealed: edited.sealed }),
    },
    {
      kind: 'append',
      deed: await book.add('life: 5', 'append deed', { entry: idOf(second), sealed: second.sealed }),
    },
    {
      kind: 'remove',
      deed: await book.add('life: 6', 'remove deed', { entry: idOf(second), sig: proof.sig }),
    },
  ];
  const signed: Standing[] = [];
  let pair: Pair = { rev: 0, root: drop };
  for (const [i, deed] of life.entries()) {
    pair = await book.add<Pair>(`life: ${i + 1}`, 'advance', { pair, deed });
    signed.push(
      await book.add<Standing>(`life: ${i + 1}`, 'sign standing', { seed: serverSeed, drop, pair }),
    );
  }
  const at = (rev: number): Standing => signed[rev - 1] ?? { rev: 0, root: drop, sig: new Uint8Array(64) };
  const known = (rev: number): Followed => ({ rev, root: at(rev).root, signed: at(rev), uncovered: [] });
  const told = (from: number, to: number) =>
    book.add<Bytes>(`life: ${from + 1} to ${to}`, 'pack deeds', { deeds: life.slice(from, to) });
  const rest = { server, drop, records: [record], mailbox: false, before: [] };
  const answer = { standing: at(6), upto: 6, reactions: [] };
  const all = { ...answer, entries: [edited, removed], deeds: await told(2, 6) };
  const none = { ...answer, entries: [post, edited, removed], deeds: new Uint8Array(0) };

  await book.add('a first read', 'follow', { ...rest, known: null, answer: none });
  await book.add('all that happened since', 'follow', { ...rest, known: known(2), answer: all });
  await book.add('nothing happened since', 'follow', {
    ...rest,
    known: known(6),
    answer: { ...none, entries: [] },
  });
  const half = { ...all, upto: 3, entries: [], deeds: await told(2, 3) };
  await book.add('one page of two: the comment was edited since', 'follow', {
    ...rest,
    known: known(2),
    answer: half,
  });
  const between = { ...known(3), signed: at(6), uncovered: [{ rev: 3, kind: 'append' }] };
  await book.add('the second page', 'follow', {
    ...rest,
    known: between,
    answer: { ...all, deeds: await told(3, 6) },
  });

  const refuse = (name: string, change: object, from = known(2)) =>
    book.refuse(name, 'follow', { ...rest, known: from, answer: { ...all, ...change } });
  await refuse('a comment hidden', { entries: [removed] });
  await refuse('a removal hidden', { entries: [edited] });
  await refuse('an old revision shown', { entries: [first, removed] });
  await refuse('other bytes shown', { entries: [{ ...edited, sealed: bytesOf('other', 512) }, removed] });
  await refuse('a removed one shown whole', { entries: [edited, { ...second, mod: 6 }] });
  await refuse('a deed left out', { deeds: all.deeds.slice(33) });
  await refuse('another deed', { deeds: Uint8Array.from([...all.deeds.slice(0, -1), 0]) });
  await refuse('a standing not signed', { standing: { ...at(6), sig: new Uint8Array(64) } });
  await refuse('a revision beyond the standing', { upto: 7 });
  await refuse('an edit hidden of an entry known before', { entries: [removed] }, known(3));
  const other = await book.add<Standing>('a fork of revision 6', 'sign standing', {
    seed: serverSeed,
    drop,
    pair: { rev: 6, root: bytesOf('fork') },
  });
  await refuse('a fork', { standing: other });
  await refuse(
    'a fork of the revision known',
    { standing: other, entries: [], deeds: new Uint8Array(0) },
    known(6),
  );
  await refuse('rolled back', { standing: at(5), upto: 5, entries: [], deeds: new Uint8Array(0) }, known(6));
  await book.refuse('a record hidden', 'follow', {
    ...rest,
    records: [],
    known: known(0),
    answer: { ...all, entries: [post, edited, removed], deeds: await told(0, 6) },
  });
}
