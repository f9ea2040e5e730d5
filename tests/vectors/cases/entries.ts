import { concat } from '../../../lib/bytes.ts';
import type { Place } from '../../../lib/crypto/author.ts';
import { entrySeed } from '../../../lib/crypto/entry.ts';
import { certifyDevice } from '../../../lib/crypto/identity.ts';
import { entryId } from '../../../lib/crypto/outside.ts';
import { pad } from '../../../lib/crypto/padding.ts';
import { proveRemove } from '../../../lib/crypto/rights.ts';
import { derive } from '../../../lib/crypto/tagged.ts';
import { encode } from '../../../lib/protocol/codec.ts';
import { frame } from '../../../lib/protocol/frame.ts';
import type { EntryBody } from '../../../lib/protocol/inside.ts';
import type { Entry, Opening } from '../../../lib/protocol/item.ts';
import { Book } from '../book.ts';
import { bytesOf, p } from '../given.ts';

type Bytes = Uint8Array;

const contentSeed = bytesOf('Bob’s content seed');
const deviceSeed = bytesOf('Bob’s device');
const accountSeed = bytesOf('Bob’s account');
const thread = { drop: bytesOf('drop'), itemKey: bytesOf('item key') };
const seed = entrySeed(p, contentSeed, thread.drop);
const key = p.signKey(seed);
const when = 1_700_000_000_000;
const seen = { seen: [bytesOf('newest'), bytesOf('older')], root: bytesOf('root'), atRev: 7 };

const blob = { key: bytesOf('blob key'), size: 5000, first: 0, count: 1, hash: bytesOf('hash') };
const device = { device: p.signKey(deviceSeed), number: 0, seed: 0, day: 20_000 };
const BODIES: Record<string, EntryBody> = {
  'an author’s card': {
    is: 'card',
    name: 'Bob Example',
    account: p.signKey(accountSeed),
    device: certifyDevice(p, accountSeed, device),
  },
  'a post': {
    is: 'post',
    text: 'Grüße an Carol 🙂',
    when,
    photos: [{ ...blob, type: 'image/webp', width: 640, height: 480, alt: 'a garden' }],
    keywords: ['garden'],
    mentions: [{ at: 9, length: 5, user: bytesOf('Carol') }],
    audience: 'friends',
  },
  'a long post': {
    is: 'post',
    text: 'the beginning',
    when,
    photos: [],
    keywords: [],
    mentions: [],
    audience: 'me',
    long: blob,
  },
  'a comment': { is: 'comment', text: 'Well said.', when, re: null, mentions: [], photos: [] },
  'an answer': {
    is: 'comment',
    text: 'x'.repeat(1500),
    when,
    re: bytesOf('comment'),
    mentions: [],
    photos: [],
  },
  reactions: {
    is: 'reactions',
    to: [
      [bytesOf('post'), 'like'],
      [bytesOf('comment'), 'haha'],
    ],
    when,
  },
  'a page of a vault': { is: 'page', number: 3, parts: blob },
};

function numberOf(name: string, body: EntryBody): Bytes {
  if (body.is === 'card') return new Uint8Array(16);
  return body.is === 'reactions' ? new Uint8Array(16).fill(1) : bytesOf(name, 16);
}

/** Wire 4: bodies, authors' heads, seals, outer signatures, reports. */
export async function entries(): Promise<Book> {
  const book = new Book(
    'entries',
    'Wire 4: what is inside entries, their seal (`nonce` is the 24 bytes in front, `least` the smallest size wanted), their signatures, reports. "read entry" checks everything of one.',
  );
  const made: Record<string, { opening: Opening; entry: Entry }> = {};
  for (const [name, body] of Object.entries(BODIES)) made[name] = await write(book, name, body);
  const { 'an author’s card': card, 'a comment': comment } = made;
  if (card === undefined || comment === undefined) throw new Error('card and comment');
  await bodies(book);
  await insides(book, comment);
  await seals(book, comment);
  await outsides(book, comment.entry);
  await reports(book, card, comment);
  return book;
}

async function write(book: Book, name: string, body: EntryBody): Promise<{ opening: Opening; entry: Entry }> {
  const number = numberOf(name, body);
  const place: Place = { drop: thread.drop, entry: entryId(p, key, number), rev: 0 };
  const opening = await book.add<Opening>(name, 'sign inside', {
    deviceSeed,
    place,
    seen,
    body,
    salt: bytesOf(`salt ${name}`),
  });
  await book.add(name, 'check inside', { opening, ...place });
  await book.add(name, 'read body', { body: opening.body });
  const least = body.is === 'reactions' ? 1024 : 0;
  const at = { ...place, itemKey: thread.itemKey, gen: 0 };
  const sealed = await book.add<Bytes>(name, 'seal entry', {
    ...at,
    inside: opening,
    nonce: bytesOf(`nonce ${name}`, 24),
    least,
  });
  await book.add(name, 'open entry', { ...at, sealed });
  const outside = {
    number,
    rev: 0,
    gen: 0,
    lane: body.is === 'reactions' ? 1 : 0,
    chunks: body.is === 'page' ? 1 : 0,
    sealed,
  };
  const entry = await book.add<Entry>(name, 'sign entry', { seed, drop: thread.drop, outside });
  await book.add(name, 'check entry', { drop: thread.drop, entry });
  await book.add(name, 'read entry', { ...thread, entry });
  return { opening, entry };
}

async function bodies(book: Book): Promise<void> {
  const comment = { is: 'comment', text: '', when, re: null, mentions: [], photos: [] };
  await book.add('of a later version: to be passed over', 'read body', {
    body: encode({ is: 'poll', options: ['a'] }),
  });
  const refused = {
    'a member more': { ...comment, more: 1 },
    'a member less': { is: 'comment', text: '' },
    'time as text': { ...comment, when: 'now' },
    'an id of 31 bytes': { ...comment, re: bytesOf('x', 31) },
    'an unknown reaction': { is: 'reactions', to: [[bytesOf('x'), 'dislike']], when },
    'nine reactions': { is: 'reactions', to: new Array(9).fill([bytesOf('x'), 'like']), when },
    'no kind': { text: '' },
    'no map': ['comment'],
  };
  for (const [name, body] of Object.entries(refused))
    await book.refuse(name, 'read body', { body: encode(body) });
}

async function insides(book: Book, { opening, entry }: { opening: Opening; entry: Entry }): Promise<void> {
  const place = { drop: thread.drop, entry: entryId(p, entry.key, entry.number), rev: 0 };
  const refuse = (name: string, change: object, at: object = place) =>
    book.refuse(name, 'check inside', { opening: { ...opening, ...change }, ...at });
  await refuse('in another item', {}, { ...place, drop: bytesOf('other drop') });
  await refuse('as another entry', {}, { ...place, entry: bytesOf('other entry') });
  await refuse('at another revision', {}, { ...place, rev: 1 });
  await refuse('another device', { device: bytesOf('other') });
  await refuse('another salt', { salt: bytesOf('other') });
  await refuse('another body', { body: encode({ ...BODIES['a comment'], text: 'Badly said.' }) });
  await refuse('another signature', { sig: bytesOf('other', 64) });
}

async function seals(book: Book, { opening, entry }: { opening: Opening; entry: Entry }): Promise<void> {
  const at = { ...thread, entry: entryId(p, entry.key, entry.number), rev: 0, gen: 0 };
  const { sealed } = entry;
  const refuse = (name: string, change: object) =>
    book.refuse(name, 'open entry', { ...at, sealed, ...change });
  await book.add('the entry secret', 'entry secret', at);
  await refuse('another item', { drop: bytesOf('other') });
  await refuse('another item key', { itemKey: bytesOf('other') });
  await refuse('another entry', { entry: bytesOf('other') });
  await refuse('another revision', { rev: 1 });
  await refuse('another generation', { gen: 1 });
  await refuse('cut short', { sealed: sealed.slice(0, -1) });
  for (const [name, byte] of Object.entries({
    nonce: 0,
    commitment: 24,
    ciphertext: 60,
    tag: sealed.length - 1,
  })) {
    const other = Uint8Array.from(sealed);
    other[byte] = (other[byte] ?? 0) ^ 1;
    await refuse(`a bit of the ${name} other`, { sealed: other });
  }
  const nonce = bytesOf('crafted', 24);
  const both = derive(p, 'entry seal', derive(p, 'entry secret', at.itemKey, at.entry, 32, 0, 0), nonce, 64);
  const aad = frame('entry', at.drop, at.entry, 0, 0);
  const craft = (commitment: Bytes, padded: Bytes) =>
    concat(nonce, commitment, p.xseal(both.slice(0, 32), nonce, aad, padded));
  const plain = pad(encode(opening), sealed.length - 72);
  await book.refuse('another key’s commitment over a ciphertext that would open', 'open entry', {
    ...at,
    sealed: craft(bytesOf('other key'), plain),
  });
  const stuffed = Uint8Array.from(plain);
  stuffed[stuffed.length - 1] = 1;
  await book.refuse('padding that is not zeros', 'open entry', {
    ...at,
    sealed: craft(both.slice(32), stuffed),
  });
}

async function outsides(book: Book, entry: Entry): Promise<void> {
  const { drop } = thread;
  const refuse = (name: string, change: object) =>
    book.refuse(name, 'check entry', { drop, entry: { ...entry, ...change } });
  await book.refuse('in another item', 'check entry', { drop: bytesOf('other drop'), entry });
  await refuse('another revision', { rev: 1 });
  await refuse('another generation', { gen: 1 });
  await refuse('another number', { number: bytesOf('other', 16) });
  await refuse('another number of chunks', { chunks: 1 });
  await refuse('the lane of reactions', { lane: 1 });
  await refuse('other sealed bytes', { sealed: bytesOf('other', 1024) });
  await refuse('another key', { key: p.signKey(bytesOf('Mallory')) });
  await book.refuse('of another item key', 'read entry', { drop, itemKey: bytesOf('other'), entry });

  const id = entryId(p, entry.key, entry.number);
  const ownerSeed = bytesOf('owner');
  const owners = [p.signKey(ownerSeed)];
  const bare = { ...entry, at: 3, mod: 5, sealed: new Uint8Array(0), sig: new Uint8Array(64) };
  const byAuthor = { ...bare, gone: { by: 'author', ...proveRemove(p, seed, drop, id) } };
  const byOwner = { ...bare, gone: { by: 'owner', ...proveRemove(p, ownerSeed, drop, id) } };
  await book.add('an entry', 'check stored', { drop, stored: { ...entry, at: 3, mod: 3 }, owners });
  await book.add('removed by its author', 'check stored', { drop, stored: byAuthor, owners });
  await book.add('removed by an owner', 'check stored', { drop, stored: byOwner, owners });
  await book.refuse('removed by no owner', 'check stored', {
    drop,
    stored: byOwner,
    owners: [bytesOf('other')],
  });
  await book.refuse('removed by an owner as the author', 'check stored', {
    drop,
    stored: { ...byOwner, gone: { ...byOwner.gone, by: 'author' } },
    owners,
  });
  await book.refuse('removed with its bytes', 'check stored', {
    drop,
    stored: { ...byAuthor, sealed: entry.sealed },
    owners,
  });
  await book.refuse('changed before it came', 'check stored', {
    drop,
    stored: { ...entry, at: 3, mod: 2 },
    owners,
  });
}

async function reports(
  book: Book,
  card: { opening: Opening },
  { opening, entry }: { opening: Opening; entry: Entry },
): Promise<void> {
  const report = { key, number: entry.number, card: card.opening, entry: opening };
  await book.add('of a comment', 'check report', report);
  await book.refuse('of another number', 'check report', { ...report, number: bytesOf('other', 16) });
  await book.refuse('of another key', 'check report', { ...report, key: p.signKey(bytesOf('Mallory')) });
  await book.refuse('without a card', 'check report', { ...report, card: opening });
  await book.refuse('with other words', 'check report', {
    ...report,
    entry: { ...opening, body: encode({ ...BODIES['a comment'], text: 'Badly said.' }) },
  });
}

/** Wire 4: chunks. */
export async function chunks(): Promise<Book> {
  const book = new Book(
    'chunks',
    'Wire 4: chunk `i` of `count` of a blob of `size` bytes; `part` is its plaintext.',
  );
  const place = { drop: thread.drop, entry: bytesOf('entry id'), key: bytesOf('blob key') };
  for (const [i, size] of [
    [0, 100],
    [0, 4096],
    [0, 5000],
  ] as const) {
    const part = bytesOf(`part ${size}`, size);
    const chunk = await book.add<Bytes>(`${size} bytes`, 'seal chunk', { ...place, count: 1, i, part });
    await book.add(`${size} bytes`, 'open chunk', { ...place, count: 1, i, size, chunk });
  }
  const at = { ...place, count: 2, i: 1, size: 245_760 + 100 };
  const chunk = await book.add<Bytes>('the last of two', 'seal chunk', {
    ...place,
    count: 2,
    i: 1,
    part: bytesOf('rest', 100),
  });
  await book.add('the last of two', 'open chunk', { ...at, chunk });
  await book.refuse('another number', 'open chunk', { ...at, i: 0, chunk });
  await book.refuse('another count', 'open chunk', { ...at, count: 3, chunk });
  await book.refuse('another size', 'open chunk', { ...at, size: 245_760 + 99, chunk });
  await book.refuse('another item', 'open chunk', { ...at, drop: bytesOf('other'), chunk });
  await book.refuse('another entry', 'open chunk', { ...at, entry: bytesOf('other'), chunk });
  await book.refuse('another key', 'open chunk', { ...at, key: bytesOf('other'), chunk });
  await book.refuse('cut short', 'open chunk', { ...at, chunk: chunk.slice(0, -1) });
  return book;
}
