import { concat, same } from '../bytes.ts';
import { encode } from '../protocol/codec.ts';
import { decodeAs } from '../protocol/command.ts';
import {
  LETTER_HEADER,
  LETTER_SIZES,
  type Letter,
  type ReadLetter,
  readLetter,
  SignedLetter,
  writeLetter,
} from '../protocol/letter.ts';
import { pad, unpad } from './padding.ts';
import type { Primitives } from './primitives.ts';
import { derive, signTagged, tagged, verifyTagged } from './tagged.ts';

/** Letters between devices (wire 8): signed by the sender's device, sealed to the recipient device's key of the week. */

const VERSION = 1;
const SUITE = 1;
const TAG = 16;
const KEY_ID = 8;

/** A letter that does not fit 8,192 bytes: tell less in one. */
export class LetterTooLargeError extends Error {
  override name = 'LetterTooLargeError';
}

/** Which letter key (public, 1216) a letter is sealed to: 8 bytes. */
export function letterKeyId(p: Primitives, pk: Uint8Array): Uint8Array {
  return tagged(p, 'letter key', pk).slice(0, KEY_ID);
}

/** The key id a sealed letter names; null where it is no letter of this version at all. */
export function keyIdOf(sealed: Uint8Array): Uint8Array | null {
  const size = LETTER_SIZES[sealed[2] ?? LETTER_SIZES.length];
  if (sealed[0] !== VERSION || sealed[1] !== SUITE || sealed.length !== size) return null;
  return sealed.slice(3, 3 + KEY_ID);
}

/** Signs a letter with the device seed. Its hash is what the next one of the log names as `previous`. */
export function signLetter(
  p: Primitives,
  deviceSeed: Uint8Array,
  letter: Letter,
): { signed: SignedLetter; hash: Uint8Array } {
  const bytes = writeLetter(letter);
  return {
    signed: { letter: bytes, sig: signTagged(p, deviceSeed, 'letter', bytes) },
    hash: letterHash(p, bytes),
  };
}

/** T("letter body", letter): 32 bytes of the CBOR of a letter. */
export function letterHash(p: Primitives, letter: Uint8Array): Uint8Array {
  return tagged(p, 'letter body', letter);
}

/**
 * Seals a signed letter to a device's letter key, in the smaller size that holds it. Every sealing is another one.
 * Null where `pk` is no key; throws LetterTooLargeError.
 */
export function sealLetter(p: Primitives, pk: Uint8Array, signed: SignedLetter): Uint8Array | null {
  const body = encode(signed);
  const kind = LETTER_SIZES.findIndex((size) => body.length + 4 <= size - LETTER_HEADER - TAG);
  const size = LETTER_SIZES[kind];
  if (size === undefined) throw new LetterTooLargeError('the letter does not fit 8 KiB');
  const kem = p.kem.encapsulate(pk);
  if (kem === null) return null;
  const header = concat(Uint8Array.of(VERSION, SUITE, kind), letterKeyId(p, pk), kem.enc);
  const key = derive(p, 'letter', kem.secret, new Uint8Array(0), 32, header, pk);
  return concat(header, p.seal(key, header, pad(body, size - LETTER_HEADER - TAG)));
}

/** A letter opened and checked: what it says, the bytes its device signed, and their hash. */
export interface OpenedLetter {
  letter: ReadLetter;
  signed: SignedLetter;
  hash: Uint8Array;
}

/**
 * Opens a letter with the secret seed (32) of a letter key, for this device (public key). Null for anything wrong:
 * another key, a changed byte, a letter to another device, a signature not its sender's device's. That the device
 * belongs to `from` is the caller's to know, from the sender's card.
 */
export function openLetter(
  p: Primitives,
  secret: Uint8Array,
  me: Uint8Array,
  sealed: Uint8Array,
): OpenedLetter | null {
  const keyId = keyIdOf(sealed);
  if (keyId === null) return null;
  const pk = p.kem.publicKey(secret);
  if (!same(keyId, letterKeyId(p, pk))) return null;
  const header = sealed.slice(0, LETTER_HEADER);
  const shared = p.kem.decapsulate(secret, header.slice(3 + KEY_ID));
  if (shared === null) return null;
  const key = derive(p, 'letter', shared, new Uint8Array(0), 32, header, pk);
  const padded = p.open(key, header, sealed.slice(LETTER_HEADER));
  const body = padded && unpad(padded);
  if (body === null) return null;
  try {
    return readSigned(p, me, decodeAs(SignedLetter, body));
  } catch {
    return null;
  }
}

/**
 * Whether a letter is the next of its log after `before` (number and hash of the last one; null: none). A gap is no
 * forgery, letters go lost: the caller asks for what is missing.
 */
export function follows(
  letter: Pick<Letter, 'log' | 'number' | 'previous'>,
  before: { log: Uint8Array; number: number; hash: Uint8Array } | null,
): boolean {
  if (before === null) return letter.number === 0 && letter.previous.every((byte) => byte === 0);
  const next = same(letter.log, before.log) && letter.number === before.number + 1;
  return next && same(letter.previous, before.hash);
}

function readSigned(p: Primitives, me: Uint8Array, signed: SignedLetter): OpenedLetter | null {
  const letter = readLetter(signed.letter);
  if (!same(letter.to, me)) return null;
  if (!verifyTagged(p, letter.device, signed.sig, 'letter', signed.letter)) return null;
  return { letter, signed, hash: letterHash(p, signed.letter) };
}
