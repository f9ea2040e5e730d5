import { same } from '../bytes.ts';
import { encodeAs } from '../protocol/command.ts';
import {
  Card,
  type DeviceCertificate,
  type LetterKey,
  type SignedCard,
  type Word,
} from '../protocol/identity.ts';
import { CardError, openCard, userOf } from './card.ts';
import type { Primitives } from './primitives.ts';
import { derive, signTagged } from './tagged.ts';

/** The secrets of a person and what they sign (wire 3, 6). Checking is card.ts; no server imports this file. */

const NOTHING = new Uint8Array(0);

/** The account key of a root (32 bytes): seed, public key, and the UserID it makes. Devices never keep the seed. */
export function accountOf(
  p: Primitives,
  root: Uint8Array,
): { seed: Uint8Array; key: Uint8Array; user: Uint8Array } {
  const seed = derive(p, 'account', root, NOTHING, 32);
  const key = p.signKey(seed);
  return { seed, key, user: userOf(p, key) };
}

/** The vault key of a root: 32 bytes, symmetric, the same for ever. */
export function vaultKey(p: Primitives, root: Uint8Array): Uint8Array {
  return derive(p, 'vault', root, NOTHING, 32);
}

/** Content seed `n` of a root, 32 bytes; n is raised when a device is lost. */
export function contentSeed(p: Primitives, root: Uint8Array, n: number): Uint8Array {
  return derive(p, 'content seed', root, NOTHING, 32, n);
}

/** Certifies a device key (public, 32). `number` counts the account's devices, `seed` is the content seed it holds, `day` today. */
export function certifyDevice(
  p: Primitives,
  accountSeed: Uint8Array,
  device: Omit<DeviceCertificate, 'user' | 'sig'>,
): DeviceCertificate {
  const user = userOf(p, p.signKey(accountSeed));
  const { number, seed, day } = device;
  const sig = signTagged(p, accountSeed, 'device', user, device.device, number, seed, day);
  return { user, device: device.device, number, seed, day, sig };
}

/** The week of a time in ms: the number of a letter key. */
export function weekOf(now: number): number {
  return Math.floor(Math.floor(now / 86_400_000) / 7);
}

/** A device's letter key of a week: its secret seed (32), random and deleted in time, and what Friends get. */
export function makeLetterKey(
  p: Primitives,
  deviceSeed: Uint8Array,
  week: number,
): { secret: Uint8Array; key: LetterKey } {
  const secret = p.random(32);
  const pk = p.kem.publicKey(secret);
  const device = p.signKey(deviceSeed);
  return {
    secret,
    key: { device, week, pk, sig: signTagged(p, deviceSeed, 'letter key', device, week, pk) },
  };
}

/** Signs a card with the seed of the account key or of a device; throws MalformedError where it is none. */
export function signCard(p: Primitives, seed: Uint8Array, card: Card): SignedCard {
  const bytes = encodeAs(Card, card);
  return { card: bytes, by: p.signKey(seed), sig: signTagged(p, seed, 'card', bytes) };
}

/**
 * Opens a card somebody shows, against the one known of that account (null: none). Cards between may have been missed;
 * what the log says of them is the caller's to ask. Throws MalformedError and CardError: `conflict` where it is older
 * than the known one, or takes back a revocation or a seed; `forbidden` for a revoked signer or another account.
 */
export function checkCard(p: Primitives, signed: SignedCard, known: Card | null): Card {
  const card = openCard(p, signed);
  if (known === null) return card;
  if (!same(card.account, known.account)) throw new CardError('forbidden', 'another account');
  const unchanged = card.number === known.number && same(encodeAs(Card, card), encodeAs(Card, known));
  if (card.number <= known.number && !unchanged)
    throw new CardError('conflict', 'not newer than the known card');
  const holds = (revoked: Uint8Array) => card.revoked.some((one) => same(one, revoked));
  if (card.seed < known.seed || !known.revoked.every(holds))
    throw new CardError('conflict', 'seed and revocations only grow');
  return card;
}

/** A device's word to the ID server for one question; `args` is the CBOR of its arguments without `word`. */
export function giveWord(
  p: Primitives,
  speaker: { user: Uint8Array; deviceSeed: Uint8Array },
  said: { server: Uint8Array; command: string; minute: number; args: Uint8Array },
): Word {
  const { server, command, minute, args } = said;
  const sig = signTagged(p, speaker.deviceSeed, 'word', server, command, minute, args);
  return { user: speaker.user, device: p.signKey(speaker.deviceSeed), sig };
}
