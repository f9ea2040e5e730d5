import { signTagged } from '../../../lib/crypto/tagged.ts';
import { findWork } from '../../../lib/crypto/work.ts';
import { encode } from '../../../lib/protocol/codec.ts';
import { encodeAs } from '../../../lib/protocol/command.ts';
import {
  Card,
  type DeviceCertificate,
  type LetterKey,
  type SignedCard,
  type Word,
} from '../../../lib/protocol/identity.ts';
import { Book } from '../book.ts';
import { bytesOf, p } from '../given.ts';

type Bytes = Uint8Array;
interface Keys {
  accountSeed: Bytes;
  accountKey: Bytes;
  user: Bytes;
}

/** Wire 3 and 6: keys of a person, certificates, letter keys, cards, words, names. */
export async function people(): Promise<Book> {
  const book = new Book(
    'people',
    'Wire 3 and 6. "check card" gives the card as it follows `before` (null: the first), "fold name" the folded name.',
  );
  const root = await book.add<Bytes>('a recovery phrase', 'phrase', {
    phrase: `${'abandon '.repeat(23)}art`,
  });
  const alice = await book.add<Keys>('Alice', 'keys', { root, n: 0 });
  await book.add('Alice, content seed 1', 'keys', { root, n: 1 });
  const bob = await book.add<Keys>('Bob', 'keys', { root: bytesOf('Bob'), n: 0 });
  await book.add('Alice and Bob', 'safety number', { ours: alice.accountKey, theirs: bob.accountKey });
  await book.add('Bob and Alice: the same', 'safety number', {
    ours: bob.accountKey,
    theirs: alice.accountKey,
  });

  const deviceSeed = bytesOf('Alice’s device');
  const device = p.signKey(deviceSeed);
  const about = { device, number: 0, seed: 0, day: 20_000 };
  const certificate = await book.add<DeviceCertificate>('Alice’s device', 'certify', {
    accountSeed: alice.accountSeed,
    ...about,
  });
  const account = alice.accountKey;
  await book.add('Alice’s device', 'check certificate', { account, certificate });
  await book.refuse('another day', 'check certificate', {
    account,
    certificate: { ...certificate, day: 20_001 },
  });
  await book.refuse('another device', 'check certificate', {
    account,
    certificate: { ...certificate, device: bob.accountKey },
  });
  await book.refuse('another account', 'check certificate', { account: bob.accountKey, certificate });
  await book.refuse('another user', 'check certificate', {
    account,
    certificate: { ...certificate, user: bob.user },
  });

  const key = await book.add<LetterKey>('week 2857', 'letter key', {
    deviceSeed,
    week: 2857,
    secret: bytesOf('letter secret'),
  });
  await book.add('week 2857', 'check letter key', { key });
  await book.refuse('another week', 'check letter key', { key: { ...key, week: 2858 } });
  await book.refuse('another device', 'check letter key', { key: { ...key, device: bob.accountKey } });
  await cards(book, alice, { device, deviceSeed, certificate, key });
  await names(book);
  return book;
}

async function cards(
  book: Book,
  alice: Keys,
  own: { device: Bytes; deviceSeed: Bytes; certificate: DeviceCertificate; key: LetterKey },
): Promise<void> {
  const { deviceSeed, certificate } = own;
  const mailbox = { server: bytesOf('mailbox server'), drop: bytesOf('mailbox drop') };
  const card: Card = {
    account: alice.accountKey,
    name: 'Alice Example',
    number: 0,
    seed: 0,
    devices: [certificate],
    revoked: [],
    letterKeys: [],
    mailbox,
    about: 'Hello',
  };
  const sign = (name: string, seed: Bytes, one: Card) =>
    book.add<SignedCard>(name, 'sign card', { seed, card: one });
  const before = await sign('the first', alice.accountSeed, card);
  await book.add('the first', 'check card', { signed: before, before: null });
  const next = await sign('the next, by the device, with a letter key', deviceSeed, {
    ...card,
    number: 1,
    letterKeys: [own.key],
  });
  await book.add('the next', 'check card', { signed: next, before });
  const refused: Record<string, [Bytes, object]> = {
    'another name': [alice.accountSeed, { name: 'Alice Other', number: 1 }],
    'a number left out': [alice.accountSeed, { number: 2 }],
    'the same number': [alice.accountSeed, { number: 0 }],
    'devices changed by a device': [deviceSeed, { number: 1, seed: 1 }],
    'signed by a stranger': [bytesOf('Mallory'), { number: 1 }],
    'no name': [alice.accountSeed, { number: 1, name: 'a' }],
    'a revoked device among the devices': [alice.accountSeed, { number: 1, revoked: [own.device] }],
    'a device twice': [alice.accountSeed, { number: 1, devices: [certificate, certificate] }],
    'a letter key of another device': [
      alice.accountSeed,
      { number: 1, letterKeys: [{ ...own.key, device: bytesOf('other') }] },
    ],
  };
  for (const [name, [seed, change]] of Object.entries(refused)) {
    const signed = await sign(name, seed, { ...card, ...change });
    await book.refuse(name, 'check card', { signed, before });
  }
  await book.refuse('the first by a device', 'check card', {
    signed: { ...before, by: own.device },
    before: null,
  });
  await book.refuse('another signature', 'check card', {
    signed: { ...before, sig: new Uint8Array(64) },
    before: null,
  });
  const more = encode({ ...card, more: 1 });
  const signed = { card: more, by: alice.accountKey, sig: signTagged(p, alice.accountSeed, 'card', more) };
  await book.refuse('a member more', 'check card', { signed, before: null });

  const said = {
    server: bytesOf('id server'),
    command: 'id.allowance',
    minute: 29_000_000,
    args: encode({ epoch: 20_000 }),
  };
  const word = await book.add<Word>('a word', 'give word', { user: alice.user, deviceSeed, ...said });
  await book.add('a word', 'check word', { card, word, ...said });
  await book.refuse('another minute', 'check word', { card, word, ...said, minute: 29_000_001 });
  await book.refuse('another command', 'check word', { card, word, ...said, command: 'id.leave' });
  await book.refuse('other arguments', 'check word', {
    card,
    word,
    ...said,
    args: encode({ epoch: 20_001 }),
  });
  await book.refuse('another user', 'check word', { card, word: { ...word, user: bytesOf('Bob') }, ...said });

  const what = p.sha256(encodeAs(Card, card));
  const work = await findWork(p, what, 12);
  await book.add('12 bits for a card', 'work', { what, work, bits: 12 });
  await book.refuse('40 bits', 'work', { what, work, bits: 40 });
  await book.refuse('for another card', 'work', { what: bytesOf('other'), work, bits: 12 });
}

async function names(book: Book): Promise<void> {
  const good = [
    'Alice Example',
    '  ALICE   EXAMPLE ',
    "Bob-Lee O'Neil Jr.",
    'José Núñez',
    'ﬁlipa',
    'Анна Иванова',
    '李小龍',
    '山田 太郎 タロウ',
    'Kim 김',
    'أحمد علي',
    'नेहा शर्मा',
    'x'.repeat(64),
  ];
  const bad = [
    '',
    'A',
    'x'.repeat(65),
    '12345',
    'Аlice',
    'Alice\u200b',
    'Alice\u202e',
    'Bob<b>',
    'Al\u0000ice',
    'Ali\ue000ce',
    'α β Latin',
    'Alice 😀',
    'a_b',
    '...',
  ];
  for (const name of good) await book.add(name, 'fold name', { name });
  for (const name of bad) await book.refuse(JSON.stringify(name), 'fold name', { name });
}
