import { fromHex, hex, utf8 } from '../../../lib/bytes.ts';
import { Book } from '../book.ts';
import { bytesOf } from '../given.ts';

const NOTHING = new Uint8Array(0);

/** Wire 1: F, T, K, S, A, X. */
export async function frames(): Promise<Book> {
  const book = new Book(
    'frames',
    'Wire 1: F, T, K (n bytes out), S and its check, A, X. Parts: 0x bytes, numbers, text.',
  );
  const lists = {
    'no parts': [],
    'a part of each kind': [Uint8Array.of(1, 2, 3), 7, 'text'],
    'empty parts are parts': [NOTHING, '', NOTHING],
    'the largest number, and zero': [2 ** 53 - 1, 0],
    'text beyond ASCII': ['Grüße 🙂', 'عربي'],
  };
  for (const [name, parts] of Object.entries(lists)) {
    await book.add(name, 'F', { label: 'example', parts });
    await book.add(name, 'T', { label: 'example', parts });
    await book.add(name, 'S', { seed: bytesOf('signer'), label: 'example', parts });
    for (const n of [32, 64, 100])
      await book.add(`${name}, ${n} bytes`, 'K', {
        label: 'example',
        secret: bytesOf('s'),
        salt: utf8('salt'),
        parts,
        n,
      });
  }
  await book.add('no salt', 'K', {
    label: 'account',
    secret: bytesOf('root'),
    salt: NOTHING,
    parts: [],
    n: 32,
  });

  const [label, parts] = ['example', [1, 'a']];
  const { key, sig } = await book.add<{ key: Uint8Array; sig: Uint8Array }>('signed', 'S', {
    seed: bytesOf('b'),
    label,
    parts,
  });
  await book.add('signed', 'verify', { key, sig, label, parts });
  await book.refuse('another part', 'verify', { key, sig, label, parts: [2, 'a'] });
  await book.refuse('parts that run together', 'verify', { key, sig, label, parts: [1, 'a', NOTHING] });
  await book.refuse('another label', 'verify', { key, sig, label: 'exampl', parts });
  await book.refuse('another key', 'verify', { key: bytesOf('no key'), sig, label, parts });
  await book.refuse('a short signature', 'verify', { key, sig: sig.slice(1), label, parts });
  await book.refuse('a short key', 'verify', { key: key.slice(1), sig, label, parts });
  await book.refuse('S not below the group order', 'verify', { key, sig: highS(sig), label, parts });
  const identity = fromHex(`01${'00'.repeat(31)}`);
  await book.refuse('a key of small order', 'verify', {
    key: identity,
    sig: Uint8Array.from([...identity, ...new Uint8Array(32)]),
    label,
    parts,
  });
  await book.add('sealed', 'A', { key: bytesOf('A'), aad: utf8('aad'), pt: utf8('plaintext') });
  await book.add('nothing sealed', 'A', { key: bytesOf('A'), aad: NOTHING, pt: NOTHING });
  await book.add('sealed', 'X', {
    key: bytesOf('X'),
    nonce: bytesOf('X nonce', 24),
    aad: utf8('aad'),
    pt: utf8('plaintext'),
  });
  return book;
}

/** The same signature with S + L: a library that does not refuse it gives everybody a second signature. */
function highS(sig: Uint8Array): Uint8Array {
  const order = (1n << 252n) + 27742317777372353535851937790883648493n;
  let s = BigInt(`0x${hex(sig.slice(32).reverse())}`) + order;
  const out = Uint8Array.from(sig);
  for (let i = 32; i < 64; i++, s >>= 8n) out[i] = Number(s & 0xffn);
  return out;
}

/** Wire 1: CBOR; wire 5: canonical JSON. */
export async function encodings(): Promise<Book> {
  const book = new Book(
    'encodings',
    'Wire 1: deterministic CBOR, values that have one encoding and bytes that are refused. Wire 5: canonical JSON, given as text.',
  );
  const values = {
    zero: 0,
    'the largest of one byte': 23,
    'two bytes': 24,
    '256': 256,
    '2^16': 65_536,
    '2^32': 2 ** 32,
    '2^53-1': 2 ** 53 - 1,
    'empty bytes': NOTHING,
    '24 bytes': new Uint8Array(24),
    'empty text': '',
    text: 'Grüße 🙂',
    true: true,
    false: false,
    null: null,
    'empty array': [],
    'empty map': {},
    'keys by encoded bytes: shorter first': { bb: 1, a: 2, ab: 3, c: 4, aaa: 5 },
    'nested maps': { a: [{ b: [1, null, { c: Uint8Array.of(1) }] }] },
    '16 levels': deep(16),
    'a key that is a member of objects': { constructor: 1, toString: 2 },
  };
  for (const [name, value] of Object.entries(values)) {
    const bytes = await book.add<Uint8Array>(name, 'encode', { value });
    await book.add(name, 'decode', { bytes });
  }
  const refused = {
    nothing: '',
    'zero in two bytes': '1800',
    '23 in two bytes': '1817',
    '255 in three bytes': '1900ff',
    '2^16-1 in five bytes': '1a0000ffff',
    '2^32-1 in nine bytes': '1b00000000ffffffff',
    '2^53': '1b0020000000000000',
    '2^64-1': '1bffffffffffffffff',
    'a negative number': '20',
    'a half float': 'f90000',
    'a float that is a number': 'fb3ff0000000000000',
    'not a number': 'f97e00',
    undefined: 'f7',
    'another simple value': 'f0',
    'simple value 255': 'f8ff',
    'a tag': 'c100',
    'a bignum': 'c24101',
    'bytes of indefinite length': '5f4101ff',
    'text of indefinite length': '7f6161ff',
    'an array of indefinite length': '9f01ff',
    'a map of indefinite length': 'bf616101ff',
    'a key twice': 'a2616101616102',
    'keys not sorted': 'a2616201616102',
    'a longer key first': 'a262616101616202',
    'a number as key': 'a10102',
    'bytes as key': 'a1416101',
    'bad UTF-8': '62c328',
    'a surrogate in UTF-8': '63eda080',
    'overlong UTF-8': '62c0af',
    'length of bytes not shortest': '58010a',
    'length of an array not shortest': '980101',
    'bytes cut short': '4401',
    'an array cut short': '8201',
    'a map cut short': 'a16161',
    'something behind': '0000',
    break: 'ff',
    'a reserved length': '1c',
  };
  for (const [name, bytes] of Object.entries(refused))
    await book.refuse(name, 'decode', { bytes: fromHex(bytes) });
  const tooDeep = Uint8Array.from([...new Array(17).fill(0x81), 0]);
  await book.refuse('17 levels', 'decode', { bytes: tooDeep });

  await book.add('members sorted by code unit', 'canonical json', {
    value: { b: 1, a: [true, null, 'x'], '😀': 2, '\ufb33': 3 },
  });
  await book.add('strings as JSON.stringify', 'canonical json', {
    value: { text: 'a"\\/\b\f\n\r\t\u0001\u007f\u2028é😀' },
  });
  await book.add('numbers are integers', 'canonical json', { value: [0, 1_700_000_000_000, 2 ** 53 - 1] });
  await book.add('nothing inside', 'canonical json', { value: { list: [], map: {} } });
  return book;
}

function deep(levels: number): unknown {
  return levels === 0 ? 0 : [deep(levels - 1)];
}
