import * as v from 'valibot';
import { bytes, bytesUpTo, key, signature, text, uint, upTo } from './shapes.ts';

/** Shapes of wire 6: who somebody is, and what the ID server's log proves. */

export const DeviceCertificate = v.strictObject({
  user: key,
  device: key,
  number: uint(),
  seed: uint(),
  day: uint(),
  sig: signature,
});
export type DeviceCertificate = v.InferOutput<typeof DeviceCertificate>;

export const LetterKey = v.strictObject({ device: key, week: uint(), pk: bytes(1216), sig: signature });
export type LetterKey = v.InferOutput<typeof LetterKey>;

export const MailboxAddress = v.strictObject({ server: key, drop: key });
export type MailboxAddress = v.InferOutput<typeof MailboxAddress>;

export const Card = v.strictObject({
  account: key,
  name: text(64),
  number: uint(),
  seed: uint(),
  devices: v.pipe(v.array(DeviceCertificate), v.minLength(1), v.maxLength(16)),
  revoked: upTo(64, key),
  letterKeys: upTo(16, LetterKey),
  mailbox: v.optional(MailboxAddress),
  about: v.optional(text(500)),
});
export type Card = v.InferOutput<typeof Card>;

export const SignedCard = v.strictObject({ card: bytesUpTo(48_000), by: key, sig: signature });
export type SignedCard = v.InferOutput<typeof SignedCard>;

export const LogRoot = v.strictObject({ size: uint(), root: key, minute: uint(), sig: signature });
export type LogRoot = v.InferOutput<typeof LogRoot>;

export const LogProof = v.strictObject({ index: uint(), path: upTo(64, key), root: LogRoot });
export type LogProof = v.InferOutput<typeof LogProof>;

/** A card as the ID server hands it out: with its place in the log. */
export const Listing = v.strictObject({
  card: SignedCard,
  salt: bytes(16),
  proof: LogProof,
  over: v.strictObject({ age: uint(150), day: uint() }),
});
export type Listing = v.InferOutput<typeof Listing>;

/** An epoch of credentials: its VOPRF key, logged; how many users fetched it (the anonymity set), signed. */
export const Epoch = v.strictObject({
  epoch: uint(),
  pk: key,
  salt: bytes(16),
  proof: LogProof,
  users: v.strictObject({ count: uint(), minute: uint(), sig: signature }),
});
export type Epoch = v.InferOutput<typeof Epoch>;

/** A user's word to the ID server: who asks, signed by a device (wire 6). */
export const Word = v.strictObject({ user: key, device: key, sig: signature });
export type Word = v.InferOutput<typeof Word>;
