// Section 8: letters.
import { type Bytes, concat, equal, must, pad, unpad } from './bytes.ts';
import { decode, encode } from './cbor.ts';
import { type Shape, shapeOf } from './document.ts';
import { derive, sign, tagged, verify } from './frame.ts';
import { decapsulate, encapsulate, kemKey, open, seal } from './seal.ts';
import type { LogRoot } from './shapes.ts';

const HEADER = 1_131;
const SIZES = [2_048, 8_192];
const NOTHING = new Uint8Array(0);

export type Event = { is: string; unknown?: true } & Record<string, unknown>;

export interface Letter {
  from: Bytes;
  device: Bytes;
  to: Bytes;
  log: Bytes;
  number: number;
  previous: Bytes;
  root: LogRoot;
  end?: { log: Bytes; number: number; hash: Bytes };
  events: Event[];
}

export interface SignedLetter {
  letter: Bytes;
  sig: Bytes;
}

const CONTACT =
  '{ number uint, card SignedCard, mailbox { server bytes(32), drop bytes(32), append bytes(32), gen uint }, addresses array(0..16) of text(<=200) }';
const letters = shapeOf<Letter>(
  '{ from bytes(32), device bytes(32), to bytes(32), log bytes(16), number uint, previous bytes(32), root LogRoot, end? { log bytes(16), number uint, hash bytes(32) }, events array(1..64) of map }',
);
const signedLetters = shapeOf<SignedLetter>('{ letter bytes, sig bytes(64) }');
const KINDS = new Map<string, Shape<Event>>(
  Object.entries({
    request: 'card SignedCard, text? text(<=300)',
    accept: `card SignedCard, contact ${CONTACT}`,
    contact: `contact ${CONTACT}`,
    key: 'key LetterKey',
    address: 'number uint, addresses array(0..16) of text(<=200)',
    item: 'server bytes(32), id bytes(32), itemKey bytes(32), gen uint, kind text, what text, when uint, entry? StoredEntry, standing? Standing',
    told: 'id bytes(32), entry StoredEntry, standing Standing',
    news: 'id bytes(32), entries array(0..20) of bytes(32), mentions boolean, standing Standing',
    rekey: 'id bytes(32), itemKey bytes(32), gen uint, standing Standing',
    gone: 'id bytes(32), key bytes(32), sig bytes(64)',
    text: 'text text(<=4000), when uint',
    receipt: '',
  }).map(([is, members]) => [is, shapeOf<Event>(`{ is "${is}", ${members} }`)]),
);

export const letterKeyId = (pk: Bytes): Bytes => tagged('letter key', pk).slice(0, 8);
export const letterHash = (letter: Bytes): Bytes => tagged('letter body', letter);

export function signLetter(deviceSeed: Bytes, letter: Letter): { signed: SignedLetter; hash: Bytes } {
  const bytes = encode(letter);
  readLetter(bytes);
  return { signed: { letter: bytes, sig: sign(deviceSeed, 'letter', bytes) }, hash: letterHash(bytes) };
}

/** What a letter says; events of a kind this client does not know are given as unknown. Refused. */
export function readLetter(bytes: Bytes): Letter {
  const letter = letters.check(decode(bytes));
  const events = letter.events.map((event): Event => {
    must(typeof event.is === 'string', 'an event of no kind');
    return KINDS.get(event.is)?.check(event) ?? { is: event.is, unknown: true };
  });
  return { ...letter, events };
}

/** A letter in the smaller of two sizes that holds it; `kem`: 64 random bytes. Refused where none does. */
export function sealLetter(pk: Bytes, signed: SignedLetter, kem: Bytes): Bytes {
  const content = encode(signed);
  const room = (size: number) => size - HEADER - 16;
  const size = SIZES.findIndex((one) => content.length + 4 <= room(one));
  must(size >= 0, 'too large for a letter');
  const { ss, enc } = encapsulate(pk, kem);
  const header = concat(Uint8Array.of(1, 1, size), letterKeyId(pk), enc);
  const plaintext = pad(content, room(SIZES[size] ?? 0));
  return concat(header, seal(derive('letter', ss, NOTHING, header, pk), header, plaintext));
}

/** A letter to this device, by the secret of the week's letter key. Refused. */
export function openLetter(secret: Bytes, me: Bytes, sealed: Bytes): { letter: Letter; hash: Bytes } {
  const [version, suite, size = -1] = sealed;
  must(version === 1 && suite === 1 && sealed.length === SIZES[size], 'no letter');
  const [header, pk] = [sealed.slice(0, HEADER), kemKey(secret)];
  must(equal(header.slice(3, 11), letterKeyId(pk)), 'another key');
  const ss = decapsulate(secret, header.slice(11));
  const plaintext = open(derive('letter', ss, NOTHING, header, pk), header, sealed.slice(HEADER));
  const signed = signedLetters.check(decode(unpad(plaintext)));
  const letter = readLetter(signed.letter);
  must(verify(letter.device, signed.sig, 'letter', signed.letter), 'signature');
  must(equal(letter.to, me), 'to another device');
  return { letter, hash: letterHash(signed.letter) };
}

/** Whether a letter is the next of its log after the one before (null: none). */
export function follows(
  letter: Pick<Letter, 'log' | 'number' | 'previous'>,
  before: { log: Bytes; number: number; hash: Bytes } | null,
): boolean {
  if (before === null) return letter.number === 0 && letter.previous.every((byte) => byte === 0);
  const next = letter.number === before.number + 1 && equal(letter.previous, before.hash);
  return next && equal(letter.log, before.log);
}
