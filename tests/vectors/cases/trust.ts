import { base64url, hex } from '../../../lib/bytes.ts';
import { signBundle, signNetwork, signServerKey } from '../../../lib/crypto/network.ts';
import { signTagged } from '../../../lib/crypto/tagged.ts';
import type { Ad, AdBody } from '../../../lib/protocol/ad.ts';
import { encode } from '../../../lib/protocol/codec.ts';
import type { NetworkFile } from '../../../lib/protocol/network.ts';
import { Book } from '../book.ts';
import { bytesOf, p } from '../given.ts';

type Bytes = Uint8Array;
const DAY = 86_400_000;

/** Wire 6: the log. */
export async function log(): Promise<Book> {
  const book = new Book(
    'log',
    'Wire 6: leaves and their RFC 6962 hashes, roots, audit paths, consistency proofs. `leaves` are leaf data (32 bytes).',
  );
  const data = await book.add<Bytes>('an epoch', 'epoch data', { epoch: 20_000, pk: bytesOf('epoch pk') });
  const leaves: Bytes[] = [];
  for (const [i, type] of ['card', 'epoch', 'bundle', 'network', 'card', 'card', 'card'].entries()) {
    const salt = type === 'bundle' || type === 'network' ? new Uint8Array(16) : bytesOf(`salt ${i}`, 16);
    const made = await book.add<{ leaf: Bytes }>(`${type} ${i}`, 'leaf', {
      type,
      salt,
      data: type === 'epoch' ? data : bytesOf(`data ${i}`),
    });
    leaves.push(made.leaf);
  }
  const roots: Bytes[] = [];
  for (let size = 0; size <= leaves.length; size++)
    roots.push(await book.add<Bytes>(`${size} leaves`, 'root', { leaves: leaves.slice(0, size) }));
  const [size, root] = [leaves.length, roots[leaves.length]];
  for (const [index, leaf] of leaves.entries()) {
    const path = await book.add<Bytes[]>(`leaf ${index}`, 'prove leaf', { leaves, index });
    await book.add(`leaf ${index}`, 'check leaf', { leaf, index, size, path, root });
    await book.refuse(`leaf ${index} at another place`, 'check leaf', {
      leaf,
      index: (index + 1) % size,
      size,
      path,
      root,
    });
    await book.refuse(`leaf ${index} with a path too long`, 'check leaf', {
      leaf,
      index,
      size,
      path: [...path, bytesOf('more')],
      root,
    });
    await book.refuse(`leaf ${index} with a path too short`, 'check leaf', {
      leaf,
      index,
      size,
      path: path.slice(1),
      root,
    });
  }
  for (let from = 0; from <= size; from++) {
    const path = await book.add<Bytes[]>(`from ${from}`, 'prove consistency', { leaves, from });
    const proof = { from, fromRoot: roots[from], to: size, toRoot: root, path };
    await book.add(`from ${from}`, 'check consistency', proof);
    await book.refuse(`from ${from}: another root`, 'check consistency', {
      ...proof,
      fromRoot: bytesOf('other'),
    });
    await book.refuse(`from ${from}: a path too long`, 'check consistency', {
      ...proof,
      path: [...path, bytesOf('more')],
    });
  }
  await book.refuse('a smaller tree', 'check consistency', {
    from: size,
    fromRoot: root,
    to: 3,
    toRoot: roots[3],
    path: [],
  });
  await book.add('a signed root', 'sign root', {
    seed: bytesOf('id server'),
    size,
    root,
    minute: 29_000_000,
  });
  return book;
}

const seeds = {
  authority: bytesOf('authority'),
  id: bytesOf('id server'),
  ad: bytesOf('ad server'),
  content: bytesOf('content server'),
  entry: bytesOf('entry'),
  exit: bytesOf('exit'),
};
const keyOf = (seed: Bytes) => base64url(p.signKey(seed));
const issued = 20_000 * DAY;

function networkFile(change: Partial<NetworkFile> = {}): NetworkFile {
  const operator = (id: string, servers: NetworkFile['operators'][number]['servers'], wire: string) => ({
    id,
    name: `${id} Ltd`,
    key: keyOf(bytesOf(`${id} operator`)),
    wire,
    nats: `nats://${id}.example:4222`,
    servers,
    relays: [],
  });
  return {
    format: 'peerwall/network/1',
    name: 'Example network',
    number: 1,
    previous: null,
    issued,
    expires: issued + 14 * DAY,
    authority: keyOf(seeds.authority),
    minimumAge: 13,
    smallNetwork: 100,
    signupBits: 12,
    strangerBits: 10,
    cells: ['sport', 'music'],
    keywords: ['garden'],
    promises: 'We keep no addresses.',
    operators: [
      operator(
        'north',
        [
          { role: 'id', key: keyOf(seeds.id) },
          { role: 'ad', key: keyOf(seeds.ad) },
        ],
        `U${'A'.repeat(55)}`,
      ),
      {
        ...operator(
          'south',
          [
            { role: 'content', key: keyOf(seeds.content) },
            { role: 'entry', key: keyOf(seeds.entry) },
          ],
          `U${'B'.repeat(55)}`,
        ),
        door: 'https://south.example/',
      },
      operator('west', [{ role: 'exit', key: keyOf(seeds.exit) }], `U${'C'.repeat(55)}`),
    ],
    ...change,
  };
}

/** Wire 5: the network file and the bundle. */
export async function network(): Promise<Book> {
  const book = new Book(
    'network',
    'Wire 5: `known` is the network file a client has (null: it pins the authority), `now` its corrected clock in ms.',
  );
  const [file, now] = [networkFile(), issued + DAY / 2];
  const hash = await book.add<Bytes>('number 1', 'network hash', { file });
  await book.add('of its authority', 'network id', { authority: file.authority });
  const one = signNetwork(p, file, seeds.authority);
  await book.add('number 1', 'check network', { signed: one, known: null, now });
  await book.add('the same again', 'check network', { signed: one, known: one, now });
  const two = networkFile({ number: 2, previous: hex(hash), issued: issued + DAY });
  await book.add('number 2', 'check network', {
    signed: signNetwork(p, two, seeds.authority),
    known: one,
    now,
  });
  const heir = bytesOf('new authority');
  const handed = { ...two, authority: keyOf(heir) };
  await book.add('a new authority with the old one’s word', 'check network', {
    signed: signNetwork(p, handed, heir, seeds.authority),
    known: one,
    now,
  });

  const refuse = (name: string, signed: unknown, known: unknown = one, at = now) =>
    book.refuse(name, 'check network', { signed, known, now: at });
  await refuse('a new authority by itself', signNetwork(p, handed, heir));
  await refuse('signed by a stranger', signNetwork(p, file, heir), null);
  await refuse('changed after signing', { ...one, file: { ...file, minimumAge: 0 } }, null);
  await refuse(
    'number 2 of another forerunner',
    signNetwork(p, { ...two, previous: '00'.repeat(32) }, seeds.authority),
  );
  await refuse('another number 1', signNetwork(p, networkFile({ name: 'Other' }), seeds.authority));
  await refuse('going back', one, signNetwork(p, two, seeds.authority));
  await refuse('expired', one, null, issued + 15 * DAY);
  await refuse(
    'living for 15 days',
    signNetwork(p, networkFile({ expires: issued + 15 * DAY }), seeds.authority),
    null,
  );
  await refuse(
    'a member more',
    signNetwork(p, Object.assign(networkFile(), { more: 1 }), seeds.authority),
    null,
  );
  await refuse(
    'number 1 with a forerunner',
    signNetwork(p, networkFile({ previous: '00'.repeat(32) }), seeds.authority),
    null,
  );
  const [north] = file.operators;
  await refuse(
    'an operator twice',
    signNetwork(
      p,
      networkFile({ operators: north === undefined ? [] : [...file.operators, north] }),
      seeds.authority,
    ),
    null,
  );
  await bundles(book, one, now);
  return book;
}

async function bundles(book: Book, one: ReturnType<typeof signNetwork>, now: number): Promise<void> {
  const day = 20_000;
  const keys = [day, day + 1].map((of) => signServerKey(p, seeds.content, of, bytesOf(`pk ${of}`, 1216)));
  const signed = signBundle(p, seeds.id, day, one, keys);
  await book.add('of the day', 'bundle hash', { bundle: signed.bundle });
  await book.add('of the day', 'check bundle', { signed, known: one, now });
  await book.add('five minutes into the next day', 'check bundle', {
    signed,
    known: one,
    now: (day + 1) * DAY + 299_999,
  });
  const refuse = (name: string, other: unknown, at = now) =>
    book.refuse(name, 'check bundle', { signed: other, known: one, now: at });
  await refuse('of another day', signed, (day + 1) * DAY + 300_000);
  await refuse('signed by another server', signBundle(p, seeds.content, day, one, keys));
  const stranger = signServerKey(p, bytesOf('stranger'), day, bytesOf('pk', 1216));
  await refuse('with a key of no server', signBundle(p, seeds.id, day, one, [stranger]));
  const [first] = keys;
  if (first === undefined) throw new Error('a key');
  await refuse(
    'with a key of another day',
    signBundle(p, seeds.id, day, one, [signServerKey(p, seeds.content, day + 2, bytesOf('pk', 1216))]),
  );
  await refuse('with a key changed', signBundle(p, seeds.id, day, one, [{ ...first, day: day + 1 }]));
  await refuse('with a key twice', signBundle(p, seeds.id, day, one, [first, first]));
}

/** Wire 10: ads. */
export async function ads(): Promise<Book> {
  const book = new Book(
    'ads',
    'Wire 10: signed ads; `server` is the ad server’s id, `now` in ms. Opening gives the body to show.',
  );
  const seed = seeds.ad;
  const server = p.signKey(seed);
  const now = issued + DAY;
  const body: AdBody = {
    id: bytesOf('ad', 16),
    advertiser: 'Garden Ltd',
    text: 'Seeds for spring',
    link: 'https://garden.example/spring',
    from: issued,
    until: issued + 30 * DAY,
  };
  const made = await book.add<Ad>('text', 'sign ad', { seed, body });
  await book.add('text', 'open ad', { server, ...made, now });
  const picture = { type: 'image/webp', width: 320, height: 180, bytes: bytesOf('picture', 400) };
  const pictured = await book.add<Ad>('with a picture', 'sign ad', { seed, body: { ...body, picture } });
  await book.add('with a picture', 'open ad', { server, ...pictured, now });
  await book.refuse('of another server', 'open ad', { server: p.signKey(seeds.id), ...made, now });
  await book.refuse('changed', 'open ad', { server, ad: pictured.ad, sig: made.sig, now });
  await book.refuse('too early', 'open ad', { server, ...made, now: issued - 1 });
  await book.refuse('too late', 'open ad', { server, ...made, now: issued + 30 * DAY });
  const changes = {
    'a plain http link': { link: 'http://garden.example/' },
    'a script as link': { link: 'javascript:alert(1)' },
    'a link with a name in it': { link: 'https://user:secret@garden.example/' },
    'a link written in another way': { link: 'https://GARDEN.example/spring' },
    'another picture': { picture: { ...picture, type: 'image/svg+xml' } },
    'a member more': { track: 1 },
  };
  for (const [name, change] of Object.entries(changes)) {
    const ad = encode({ ...body, ...change });
    await book.refuse(name, 'open ad', { server, ad, sig: signTagged(p, seed, 'ad', ad), now });
  }
  return book;
}
