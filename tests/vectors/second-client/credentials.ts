// Section 7: credentials, the client's part, and how a spent one is checked.
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { type Bytes, concat, equal, must } from './bytes.ts';
import { encode } from './cbor.ts';
import { derive, deriveLong, frame, tagged } from './frame.ts';
import type { Credential } from './shapes.ts';
import {
  blind,
  deriveKeyPair,
  evaluate,
  finalize,
  outputOf,
  proofHolds,
  prove,
  scalarOf,
  split,
} from './voprf.ts';

/** A nonce on its way to be a token. */
export interface Blinded {
  nonce: Bytes;
  blinding: Bytes;
}

export interface Token {
  epoch: number;
  nonce: Bytes;
  token: Bytes;
}

/** What a user's credentials of an epoch are derived from. */
export interface Origin {
  contentSeed: Bytes;
  pk: Bytes;
  epoch: number;
}

/** Nonces for a whole allowance, and the `blinded` to send. */
export function blindAll(
  count: number,
  { contentSeed, pk, epoch }: Origin,
): { requests: Blinded[]; blinded: Bytes } {
  const requests = Array.from({ length: count }, (_, i) => ({
    nonce: derive('credential nonce', contentSeed, pk, epoch, i),
    blinding: scalarOf(deriveLong(64, 'credential blind', contentSeed, pk, epoch, i)),
  }));
  return { requests, blinded: concat(...requests.map(({ nonce, blinding }) => blind(nonce, blinding))) };
}

/** The tokens of an answer whose one proof holds for the epoch's key. Refused. */
export function finish(pk: Bytes, requests: Blinded[], answer: { elements: Bytes; proof: Bytes }): Bytes[] {
  const evaluated = split(answer.elements);
  must(evaluated.length === requests.length, 'another number of elements');
  const blinded = requests.map(({ nonce, blinding }) => blind(nonce, blinding));
  must(proofHolds(pk, blinded, evaluated, answer.proof), 'a proof that does not hold');
  return requests.map(({ nonce, blinding }, i) =>
    finalize(nonce, blinding, evaluated[i] ?? new Uint8Array(0)),
  );
}

/** T("paid", command, CBOR of the arguments without credential) */
export function deedHash(command: string, args: object): Bytes {
  const rest = Object.entries(args).filter(([name]) => name !== 'credential');
  return tagged('paid', command, encode(Object.fromEntries(rest)));
}

export const boundOf = (salt: Bytes, deed: Bytes): Bytes => tagged('spend', salt, deed);

const macOf = (token: Bytes, server: Bytes, bound: Bytes): Bytes =>
  hmac(sha256, derive('spend key', token, new Uint8Array(0), server), bound);

/** The credential that pays a deed at a server; `salt` 16 random bytes, the same for every try of the deed. */
export function spend({ epoch, nonce, token }: Token, server: Bytes, deed: Bytes, salt: Bytes): Credential {
  return { epoch, nonce, mac: macOf(token, server, boundOf(salt, deed)), salt };
}

/** The key pair of an epoch, as an ID server may make it of one seed. */
const epochKey = (seed: Bytes, epoch: number) => deriveKeyPair(seed, frame('epoch key', epoch));

/** The ID server's part, for vectors. Refused for no elements, the identity, and what is no element. */
export function issue(seed: Bytes, epoch: number, blinded: Bytes, r: Bytes) {
  const { secret, pk } = epochKey(seed, epoch);
  const elements = split(blinded);
  const evaluated = elements.map((one) => evaluate(secret, one));
  return { pk, elements: concat(...evaluated), proof: prove(secret, pk, elements, evaluated, r) };
}

export const tokenOf = (seed: Bytes, epoch: number, nonce: Bytes): Bytes =>
  outputOf(epochKey(seed, epoch).secret, nonce);

export interface Spent {
  nonce: Bytes;
  bound: Bytes;
  mac: Bytes;
}

export const checkSpend = (
  seed: Bytes,
  epoch: number,
  server: Bytes,
  { nonce, bound, mac }: Spent,
): boolean => equal(mac, macOf(tokenOf(seed, epoch, nonce), server, bound));
