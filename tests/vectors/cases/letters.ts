import { signTagged } from '../../../lib/crypto/tagged.ts';
import { encode } from '../../../lib/protocol/codec.ts';
import type { Letter, LetterEvent, SignedLetter } from '../../../lib/protocol/letter.ts';
import { Book } from '../book.ts';
import { bytesOf, p } from '../given.ts';

type Bytes = Uint8Array;

const deviceSeed = bytesOf('Alice’s device');
const bob = bytesOf('Bob’s device key');
const root = { size: 9, root: bytesOf('log root'), minute: 29_000_000, sig: bytesOf('log sig', 64) };
const standing = { rev: 7, root: bytesOf('root'), sig: bytesOf('standing sig', 64) };
const entry = {
  key: bytesOf('entry key'),
  number: bytesOf('number', 16),
  rev: 0,
  gen: 0,
  lane: 0,
  chunks: 0,
  sealed: bytesOf('sealed', 512),
  sig: bytesOf('entry sig', 64),
  at: 7,
  mod: 7,
};
const signedCard = { card: bytesOf('card', 300), by: bytesOf('account'), sig: bytesOf('card sig', 64) };
const mailbox = {
  server: bytesOf('server'),
  drop: bytesOf('mailbox'),
  append: bytesOf('append seed'),
  gen: 0,
};
const contact = { number: 1, card: signedCard, mailbox, addresses: ['/ip6/::1/tcp/4001'] };
const id = bytesOf('item id');

const EVENTS: Record<string, LetterEvent> = {
  request: { is: 'request', card: signedCard, text: 'It is me' },
  accept: { is: 'accept', card: signedCard, contact },
  contact: { is: 'contact', contact },
  key: {
    is: 'key',
    key: { device: p.signKey(deviceSeed), week: 2857, pk: bytesOf('pk', 1216), sig: bytesOf('key sig', 64) },
  },
  address: { is: 'address', number: 2, addresses: ['/ip6/::1/tcp/4001/p2p/12D3', '/ip4/10.0.0.1/tcp/4001'] },
  item: {
    is: 'item',
    server: bytesOf('server'),
    id,
    itemKey: bytesOf('item key'),
    gen: 0,
    kind: 'thread',
    what: 'post',
    when: 1_700_000_000_000,
    entry,
    standing,
  },
  told: { is: 'told', id, entry, standing },
  news: { is: 'news', id, entries: [bytesOf('entry')], mentions: false, standing },
  rekey: { is: 'rekey', id, itemKey: bytesOf('new key'), gen: 1, standing },
  gone: { is: 'gone', id, key: bytesOf('owner'), sig: bytesOf('delete sig', 64) },
  text: { is: 'text', text: 'Hello Bob', when: 1_700_000_000_000 },
  receipt: { is: 'receipt' },
};

function write(events: LetterEvent[], change: Partial<Letter> = {}): Letter {
  const log = bytesOf('log', 16);
  return {
    from: bytesOf('Alice'),
    device: p.signKey(deviceSeed),
    to: bob,
    log,
    number: 0,
    previous: new Uint8Array(32),
    root,
    events,
    ...change,
  };
}

/** Wire 8: letters. */
export async function letters(): Promise<Book> {
  const book = new Book(
    'letters',
    'Wire 8. `kem` = the 64 bytes of randomness of X-Wing encapsulation; `me` = the recipient device’s public key.',
  );
  const secret = bytesOf('letter secret');
  const pk = p.kem.publicKey(secret);
  await book.add('the week’s key', 'letter key id', { pk });
  for (const [name, event] of Object.entries(EVENTS)) {
    const { signed } = await book.add<{ signed: SignedLetter }>(name, 'sign letter', {
      deviceSeed,
      letter: write([event]),
    });
    await book.add(name, 'read letter', { letter: signed.letter });
  }
  await sealed(book, pk, secret);
  await forms(book);
  await chain(book);
  return book;
}

async function sealed(book: Book, pk: Bytes, secret: Bytes): Promise<void> {
  const end = { log: bytesOf('their log', 16), number: 4, hash: bytesOf('their hash') };
  const short = write([{ is: 'text', text: 'Hello Bob', when: 1 }, { is: 'receipt' }], { end });
  const long = write([{ is: 'text', text: 'x'.repeat(3000), when: 1 }]);
  const kem = bytesOf('letter kem', 64);
  const me = bob;
  const sign = async (name: string, letter: Letter) =>
    (await book.add<{ signed: SignedLetter }>(name, 'sign letter', { deviceSeed, letter })).signed;
  const class0 = await book.add<Bytes>('class 0', 'seal letter', {
    pk,
    signed: await sign('class 0', short),
    kem,
  });
  const class1 = await book.add<Bytes>('class 1', 'seal letter', {
    pk,
    signed: await sign('class 1', long),
    kem,
  });
  await book.add('class 0', 'open letter', { secret, me, sealed: class0 });
  await book.add('class 1', 'open letter', { secret, me, sealed: class1 });
  await book.refuse('by another key', 'open letter', { secret: bytesOf('other'), me, sealed: class0 });
  await book.refuse('to another device', 'open letter', { secret, me: bytesOf('Carol'), sealed: class0 });
  await book.refuse('cut short', 'open letter', { secret, me, sealed: class0.slice(0, -1) });
  for (const [name, byte] of Object.entries({
    version: 0,
    suite: 1,
    class: 2,
    'key id': 3,
    encapsulation: 100,
    ciphertext: 1200,
    tag: 2047,
  })) {
    const other = Uint8Array.from(class0);
    other[byte] = (other[byte] ?? 0) ^ 1;
    await book.refuse(`a bit of the ${name} other`, 'open letter', { secret, me, sealed: other });
  }
  const { signed } = await book.add<{ signed: SignedLetter }>('in Alice’s name, by Mallory', 'sign letter', {
    deviceSeed: bytesOf('Mallory'),
    letter: short,
  });
  const forged = await book.add<Bytes>('in Alice’s name, by Mallory', 'seal letter', { pk, signed, kem });
  await book.refuse('in Alice’s name, by Mallory', 'open letter', { secret, me, sealed: forged });
  const letter = encode({ ...short, more: 1 });
  const strange = { letter, sig: signTagged(p, deviceSeed, 'letter', letter) };
  const illFormed = await book.add<Bytes>('a member more', 'seal letter', { pk, signed: strange, kem });
  await book.refuse('a member more', 'open letter', { secret, me, sealed: illFormed });
}

async function forms(book: Book): Promise<void> {
  const letter = write([{ is: 'receipt' }]);
  await book.add('an event of a later version', 'read letter', {
    letter: encode({ ...letter, events: [{ is: 'wave', hand: 'left' }] }),
  });
  const refused = {
    'no event': { ...letter, events: [] },
    '65 events': { ...letter, events: new Array(65).fill({ is: 'receipt' }) },
    'an event of a known kind with a member less': { ...letter, events: [{ is: 'text', text: 'x' }] },
    'an event of no kind': { ...letter, events: [{}] },
    'a log of 32 bytes': { ...letter, log: bytesOf('log') },
    'text over 4,000': { ...letter, events: [{ is: 'text', text: 'x'.repeat(4001), when: 1 }] },
  };
  for (const [name, one] of Object.entries(refused))
    await book.refuse(name, 'read letter', { letter: encode(one) });
}

async function chain(book: Book): Promise<void> {
  const log = bytesOf('log', 16);
  const hash = bytesOf('hash of letter 0');
  const before = { log, number: 0, hash };
  const next = { log, number: 1, previous: hash };
  await book.add('the first', 'follows', {
    letter: { log, number: 0, previous: new Uint8Array(32) },
    before: null,
  });
  await book.add('the second', 'follows', { letter: next, before });
  await book.refuse('the second without the first', 'follows', { letter: next, before: null });
  await book.refuse('another log', 'follows', { letter: { ...next, log: bytesOf('other', 16) }, before });
  await book.refuse('a number left out', 'follows', { letter: { ...next, number: 2 }, before });
  await book.refuse('another forerunner', 'follows', {
    letter: { ...next, previous: bytesOf('other') },
    before,
  });
}
