// Sections 3 and 6: keys of a person, certificates, letter keys, cards, words, work.
import { pbkdf2Sync } from 'node:crypto';
import { type Bytes, concat, equal, must, u64 } from './bytes.ts';
import { encode } from './cbor.ts';
import { publicKey } from './ed25519.ts';
import { derive, deriveLong, frame, H, sign, tagged, verify } from './frame.ts';
import { nameFault } from './names.ts';
import { kemKey } from './seal.ts';
import {
  type Card,
  cards,
  type DeviceCertificate,
  type LetterKey,
  type SignedCard,
  type Word,
} from './shapes.ts';

const NO_SALT = new Uint8Array(0);

/** The root of a recovery phrase of 24 words (BIP-39). */
export function rootOf(phrase: string): Bytes {
  const normal = phrase.normalize('NFKD');
  return Uint8Array.from(pbkdf2Sync(normal, 'mnemonic', 2_048, 64, 'sha512')).slice(0, 32);
}

export const userOf = (account: Bytes): Bytes => tagged('user', account);
export const contentSeed = (root: Bytes, n: number): Bytes => derive('content seed', root, NO_SALT, n);
export const vaultKey = (root: Bytes): Bytes => derive('vault', root, NO_SALT);

/** Account seed, account key and UserID. */
export function accountOf(root: Bytes): { seed: Bytes; key: Bytes; user: Bytes } {
  const seed = derive('account', root, NO_SALT);
  const key = publicKey(seed);
  return { seed, key, user: userOf(key) };
}

/** 12 groups of 5 digits. */
export function safetyNumber(one: Bytes, other: Bytes): string {
  const [lower, higher] = Buffer.compare(one, other) <= 0 ? [one, other] : [other, one];
  const bytes = Buffer.from(deriveLong(60, 'safety number', concat(lower, higher), NO_SALT));
  const groups = Array.from({ length: 12 }, (_, i) => bytes.readUIntBE(i * 5, 5) % 100_000);
  return groups.map((group) => String(group).padStart(5, '0')).join(' ');
}

type Certified = Omit<DeviceCertificate, 'user' | 'sig'>;

const certificateParts = ({ device, number, seed, day }: Certified) => [device, number, seed, day] as const;

export function certify(accountSeed: Bytes, about: Certified): DeviceCertificate {
  const user = userOf(publicKey(accountSeed));
  const sig = sign(accountSeed, 'device', user, ...certificateParts(about));
  return { user, ...about, sig };
}

export function checkCertificate(account: Bytes, certificate: DeviceCertificate): boolean {
  const { user, sig } = certificate;
  const parts = certificateParts(certificate);
  return equal(user, userOf(account)) && verify(account, sig, 'device', user, ...parts);
}

/** The week's letter key of a device; `secret` is the 32-byte X-Wing seed. */
export function letterKey(deviceSeed: Bytes, week: number, secret: Bytes): LetterKey {
  const [device, pk] = [publicKey(deviceSeed), kemKey(secret)];
  return { device, week, pk, sig: sign(deviceSeed, 'letter key', device, week, pk) };
}

export const checkLetterKey = ({ device, week, pk, sig }: LetterKey): boolean =>
  verify(device, sig, 'letter key', device, week, pk);

export function signCard(seed: Bytes, card: Card): SignedCard {
  const bytes = encode(cards.check(card));
  return { card: bytes, by: publicKey(seed), sig: sign(seed, 'card', bytes) };
}

const has = (list: Bytes[], one: Bytes): boolean => list.some((other) => equal(other, one));

/** The card, as it may follow the one before (null: the first). Refused. */
export function checkCard(signed: SignedCard, before: Card | null): Card {
  must(verify(signed.by, signed.sig, 'card', signed.card), 'signature');
  const card = cards.read(signed.card);
  checkContents(card);
  const byAccount = equal(signed.by, card.account);
  if (before === null) {
    must(byAccount && card.number === 0, 'not a first card');
    return card;
  }
  must(equal(card.account, before.account) && card.name === before.name, 'of another account');
  must(card.number === before.number + 1, 'a number left out');
  must(byAccount || mayByDevice(signed.by, card, before), 'not by one who may');
  return card;
}

/** A card that is whole by itself, whoever signed it: the newest of a listing. */
export function readCard(signed: SignedCard): Card {
  must(verify(signed.by, signed.sig, 'card', signed.card), 'signature');
  const card = cards.read(signed.card);
  checkContents(card);
  const devices = card.devices.map(({ device }) => device);
  must(equal(signed.by, card.account) || has(devices, signed.by), 'by a stranger');
  return card;
}

function checkContents(card: Card): void {
  must(nameFault(card.name) === null, 'no name');
  const devices = card.devices.map(({ device }) => device);
  must(
    card.devices.every((one) => checkCertificate(card.account, one)),
    'a device that is not certified',
  );
  must(
    devices.every((one, i) => !has(card.revoked, one) && !has(devices.slice(0, i), one)),
    'devices',
  );
  must(
    card.letterKeys.every((one) => has(devices, one.device) && checkLetterKey(one)),
    'letter keys',
  );
}

function mayByDevice(by: Bytes, card: Card, before: Card): boolean {
  const kept = ({ devices, revoked, seed }: Card) => encode([devices, revoked, seed]);
  const devices = before.devices.map(({ device }) => device);
  return has(devices, by) && !has(before.revoked, by) && equal(kept(card), kept(before));
}

/** What a word to the ID server is about; `args` = CBOR of the arguments without `word`. */
export interface Said {
  server: Bytes;
  command: string;
  minute: number;
  args: Bytes;
}

export function giveWord(user: Bytes, deviceSeed: Bytes, { server, command, minute, args }: Said): Word {
  const sig = sign(deviceSeed, 'word', server, command, minute, args);
  return { user, device: publicKey(deviceSeed), sig };
}

export function checkWord(card: Card, word: Word, { server, command, minute, args }: Said): boolean {
  const devices = card.devices.map(({ device }) => device);
  const known =
    equal(word.user, userOf(card.account)) && has(devices, word.device) && !has(card.revoked, word.device);
  return known && verify(word.device, word.sig, 'word', server, command, minute, args);
}

/** Whether H(F("work", what, work)) begins with that many zero bits. */
export function hasWork(what: Bytes, work: Bytes, bits: number): boolean {
  const hash = BigInt(`0x${Buffer.from(H(frame('work', what, work))).toString('hex')}`);
  return hash >> BigInt(256 - bits) === 0n;
}

/** The first number, as 8 bytes, that is work. */
export function findWork(what: Bytes, bits: number): Bytes {
  for (let n = 0; ; n++) if (hasWork(what, u64(n), bits)) return u64(n);
}
