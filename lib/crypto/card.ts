import { same } from '../bytes.ts';
import { encode } from '../protocol/codec.ts';
import { decodeAs } from '../protocol/command.ts';
import {
  Card,
  type DeviceCertificate,
  type LetterKey,
  type SignedCard,
  type Word,
} from '../protocol/identity.ts';
import { nameFault } from '../protocol/names.ts';
import type { Primitives } from './primitives.ts';
import { tagged, verifyTagged } from './tagged.ts';

/** The checking side of wire 6: what holds of a card, a certificate, a user's word. Making them is identity.ts. */

/** A card that is not what it says: `forbidden` = a signature or right is missing, `conflict` = it does not follow. */
export class CardError extends Error {
  override name = 'CardError';
  readonly code: 'forbidden' | 'conflict' | 'name-refused';
  constructor(code: CardError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** UserID (32) of an account public key (32). */
export function userOf(p: Primitives, account: Uint8Array): Uint8Array {
  return tagged(p, 'user', account);
}

/** Whether the account certified this device, for itself and nobody else. */
export function checkCertificate(p: Primitives, account: Uint8Array, one: DeviceCertificate): boolean {
  if (!same(one.user, userOf(p, account))) return false;
  return verifyTagged(p, account, one.sig, 'device', one.user, one.device, one.number, one.seed, one.day);
}

/** Whether the device named in a letter key signed it. Says nothing of whose device that is. */
export function checkLetterKey(p: Primitives, one: LetterKey): boolean {
  return verifyTagged(p, one.device, one.sig, 'letter key', one.device, one.week, one.pk);
}

/**
 * Opens a card that stands alone: form, name, certificates, letter keys, and the signature of the account key or of
 * one of its devices. Throws MalformedError for its form, CardError for the rest.
 */
export function openCard(p: Primitives, signed: SignedCard): Card {
  const card = decodeAs(Card, signed.card);
  if (nameFault(card.name) !== null) throw new CardError('name-refused', 'not a name');
  refuseDoubles(card.devices.map((one) => one.device));
  refuseDoubles(card.revoked);
  for (const one of card.devices) {
    if (one.seed > card.seed) throw new CardError('forbidden', 'a device ahead of its card');
    if (holds(card.revoked, one.device)) throw new CardError('forbidden', 'a revoked device');
    if (!checkCertificate(p, card.account, one)) throw new CardError('forbidden', 'certificate');
  }
  for (const one of card.letterKeys) {
    if (findDevice(card, one.device) === null || !checkLetterKey(p, one))
      throw new CardError('forbidden', 'letter key');
  }
  if (!same(signed.by, card.account) && findDevice(card, signed.by) === null)
    throw new CardError('forbidden', 'signed by a stranger');
  if (!verifyTagged(p, signed.by, signed.sig, 'card', signed.card))
    throw new CardError('forbidden', 'signature');
  return card;
}

/**
 * Opens a card as the next after `before`: null for the first of an account, which is number 0 and signed by the
 * account key. Throws MalformedError and CardError as openCard; `conflict` where it does not follow.
 */
export function checkSignedCard(p: Primitives, signed: SignedCard, before: Card | null): Card {
  const card = openCard(p, signed);
  const byAccount = same(signed.by, card.account);
  if (before === null) {
    if (card.number !== 0) throw new CardError('conflict', 'the first card has number 0');
    if (!byAccount) throw new CardError('forbidden', 'the first card is signed by the account key');
    return card;
  }
  if (!same(card.account, before.account)) throw new CardError('forbidden', 'another account');
  if (card.name !== before.name || card.number !== before.number + 1)
    throw new CardError('conflict', 'it does not follow');
  if (card.seed < before.seed || before.revoked.some((one) => !holds(card.revoked, one)))
    throw new CardError('conflict', 'seed and revocations only grow');
  if (!byAccount && (findDevice(before, signed.by) === null || !sameDevices(card, before)))
    throw new CardError('forbidden', 'only the account key changes devices');
  return card;
}

/** The certificate of a device on a card; null where the card has no such device. */
export function findDevice(card: Card, device: Uint8Array): DeviceCertificate | null {
  return card.devices.find((one) => same(one.device, device)) ?? null;
}

/**
 * Whether a word to the ID server is by a device of this card, for this server, command, minute and these arguments.
 * `args` is the CBOR of the arguments without the member `word`.
 */
export function checkWord(
  p: Primitives,
  card: Card,
  word: Word,
  said: { server: Uint8Array; command: string; minute: number; args: Uint8Array },
): boolean {
  if (!same(word.user, userOf(p, card.account)) || findDevice(card, word.device) === null) return false;
  return verifyTagged(p, word.device, word.sig, 'word', said.server, said.command, said.minute, said.args);
}

function sameDevices(a: Card, b: Card): boolean {
  const of = (card: Card) => encode([card.devices, card.revoked, card.seed]);
  return same(of(a), of(b));
}

function holds(list: Uint8Array[], one: Uint8Array): boolean {
  return list.some((other) => same(one, other));
}

function refuseDoubles(list: Uint8Array[]): void {
  if (list.some((one, i) => holds(list.slice(0, i), one))) throw new CardError('forbidden', 'a device twice');
}
