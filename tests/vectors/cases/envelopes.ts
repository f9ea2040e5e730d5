import { concat, u64 } from '../../../lib/bytes.ts';
import { sealLayer } from '../../../lib/crypto/layer.ts';
import { pad } from '../../../lib/crypto/padding.ts';
import { encode } from '../../../lib/protocol/codec.ts';
import { Book } from '../book.ts';
import { bytesOf, drawing } from '../given.ts';

type Bytes = Uint8Array;
interface Stop {
  id: Bytes;
  seed: Bytes;
  publicKey: Bytes;
  x1: Bytes;
  kem: Bytes;
}

/** Wire 2: questions, hops, answers, failures. */
export async function envelopes(): Promise<Book> {
  const book = new Book(
    'envelopes',
    'Wire 2. kem = the 64 bytes of randomness of X-Wing encapsulation (32 for ML-KEM, 32 for the X25519 key), x1 and r as in the text; "class" 0 to 3. "seal route" gives the layer 2 envelope of a question over entry and exit.',
  );
  const seeds = { server: bytesOf('server seed'), exit: bytesOf('exit seed'), entry: bytesOf('entry seed') };
  const question = { c: 'content.read', t: 29_000_000, a: { id: bytesOf('item id') } };
  const stops: Record<string, Stop> = {};
  for (const [role, seed] of Object.entries(seeds)) {
    const { pk } = await book.add<{ pk: Bytes }>(role, 'server key', { seed });
    stops[role] = {
      id: bytesOf(`${role} id`),
      seed,
      publicKey: pk,
      x1: bytesOf(`${role} x1`),
      kem: bytesOf(`${role} kem`, 64),
    };
  }
  const { server, exit, entry } = stops;
  if (server === undefined || exit === undefined || entry === undefined) throw new Error('three stops');
  await questions(book, server, question);
  await answers(book);
  await hops(book, { server, exit, entry }, question);
  return book;
}

async function questions(book: Book, server: Stop, question: object): Promise<void> {
  const { seed, publicKey: pk, x1, kem } = server;
  const { envelope } = await book.add<{ envelope: Bytes }>('class 0', 'seal question', {
    pk,
    x1,
    kem,
    class: 0,
    question,
  });
  await book.add('class 0', 'open question', { seed, envelope });
  const word = { server: bytesOf('asking server'), sig: bytesOf('sig', 64) };
  const ofServer = { ...question, c: 'id.spend', o: word };
  const larger = await book.add<{ envelope: Bytes }>('class 1, with a server’s word', 'seal question', {
    pk,
    x1,
    kem,
    class: 1,
    question: ofServer,
  });
  await book.add('class 1, with a server’s word', 'open question', { seed, envelope: larger.envelope });

  const changed: Record<string, [number, number]> = {
    'another version': [0, 2],
    'another suite': [1, 2],
    'another class': [2, 1],
    'another layer': [3, 1],
    'another key id': [4, 1],
    'another encapsulation': [500, 1],
    'another ciphertext': [2000, 1],
    'another tag': [envelope.length - 1, 1],
  };
  for (const [name, [at, by]] of Object.entries(changed)) {
    const other = Uint8Array.from(envelope);
    other[at] = (other[at] ?? 0) ^ by;
    await book.refuse(name, 'open question', { seed, envelope: other });
  }
  await book.refuse('another key', 'open question', { seed: bytesOf('nobody'), envelope });
  await book.refuse('cut short', 'open question', { seed, envelope: envelope.slice(0, -1) });
  await book.refuse('nothing', 'open question', { seed, envelope: new Uint8Array(0) });
  const sealed = (plaintext: Bytes) =>
    sealLayer(drawing(kem), { publicKey: pk, sizeClass: 0, layer: 0 }, plaintext);
  const stuffed = pad(encode({ ...question, v: 1, x: x1 }), 2048);
  stuffed[2047] = 1;
  await book.refuse('padding that is not zeros', 'open question', { seed, envelope: sealed(stuffed) });
  const long = concat(Uint8Array.of(0, 0, 8, 0), new Uint8Array(2044));
  await book.refuse('a length beyond the plaintext', 'open question', { seed, envelope: sealed(long) });
  await book.refuse('a body without x', 'open question', {
    seed,
    envelope: sealed(pad(encode(question), 2048)),
  });
}

async function answers(book: Book): Promise<void> {
  const to = { x1: bytesOf('x1'), hash: bytesOf('hash of the envelope'), layer: 0, class: 0 };
  const contents = {
    'a result': encode({ ok: { at: 7 } }),
    'an error': encode({ error: 'absent' }),
    'an error with the clock': encode({ error: 'stale', clock: 29_000_000 }),
  };
  for (const [name, content] of Object.entries(contents)) {
    const answer = await book.add<Bytes>(name, 'seal answer', { ...to, r: bytesOf('r'), content });
    await book.add(name, 'open answer', { ...to, answer });
  }
  const content = encode({ ok: {} });
  const answer = await book.add<Bytes>('the shortest', 'seal answer', { ...to, r: bytesOf('r'), content });
  await book.refuse('another X1', 'open answer', { ...to, x1: bytesOf('other'), answer });
  await book.refuse('another question', 'open answer', { ...to, hash: bytesOf('other'), answer });
  await book.refuse('another layer', 'open answer', { ...to, layer: 1, answer });
  await book.refuse('cut short', 'open answer', { ...to, answer: answer.slice(0, -1) });
  for (const failure of ['unreadable', 'busy', 'replayed', 'unreachable'] as const) {
    const frame = await book.add<Bytes>(failure, 'write failure', { failure });
    await book.add(failure, 'read failure', { frame });
  }
  const stale = await book.add<Bytes>('stale', 'write stale', { minute: 29_000_000 });
  await book.add('stale', 'read failure', { frame: stale });
  await book.refuse('an unknown code', 'read failure', { frame: Uint8Array.of(0, 9, ...new Uint8Array(14)) });
  await book.refuse('no zeros behind the code', 'read failure', {
    frame: Uint8Array.of(0, 1, ...new Uint8Array(13), 1),
  });
  await book.refuse('too short', 'read failure', { frame: Uint8Array.of(0, 1) });
}

async function hops(
  book: Book,
  stops: { server: Stop; exit: Stop; entry: Stop },
  question: object,
): Promise<void> {
  const { exit, entry } = stops;
  const bytes = await book.add<Bytes>('a route of two hops', 'seal route', { ...stops, class: 0, question });
  const atEntry = await book.add<{ inner: Bytes; hash: Bytes }>('at the entry', 'open hop', {
    seed: entry.seed,
    envelope: bytes,
    layer: 2,
  });
  const atExit = await book.add<{ inner: Bytes; hash: Bytes }>('at the exit', 'open hop', {
    seed: exit.seed,
    envelope: atEntry.inner,
    layer: 1,
  });
  await book.add('at the server', 'open question', { seed: stops.server.seed, envelope: atExit.inner });
  await book.refuse('by the exit’s key', 'open hop', { seed: exit.seed, envelope: bytes, layer: 2 });
  await book.refuse('as another layer', 'open hop', { seed: entry.seed, envelope: bytes, layer: 1 });
  const other = Uint8Array.from(bytes);
  other[1140] = (other[1140] ?? 0) ^ 1;
  await book.refuse('a bit other', 'open hop', { seed: entry.seed, envelope: other, layer: 2 });

  const hash = bytesOf('hash of the inner envelope');
  const inner = await book.add<Bytes>('a server’s answer', 'seal answer', {
    x1: bytesOf('x'),
    hash,
    layer: 0,
    class: 0,
    r: bytesOf('r 0'),
    content: encode({ ok: {} }),
  });
  const ofExit = await book.add<Bytes>('passed on by the exit', 'seal answer', {
    x1: exit.x1,
    hash: atExit.hash,
    layer: 1,
    class: 0,
    r: bytesOf('r 1'),
    content: inner,
  });
  const ofEntry = await book.add<Bytes>('passed on by the entry', 'seal answer', {
    x1: entry.x1,
    hash: atEntry.hash,
    layer: 2,
    class: 0,
    r: bytesOf('r 2'),
    content: ofExit,
  });
  await book.add('the entry’s layer', 'open answer', {
    x1: entry.x1,
    hash: atEntry.hash,
    layer: 2,
    class: 0,
    answer: ofEntry,
  });
  const word = concat(Uint8Array.of(0, 4), u64(0), new Uint8Array(6));
  await book.add('a failure passed on', 'seal answer', {
    x1: exit.x1,
    hash: atExit.hash,
    layer: 1,
    class: 0,
    r: bytesOf('r 3'),
    content: word,
  });
}
