import { concat, sameSecret } from '../bytes.ts';
import { encode } from '../protocol/codec.ts';
import { frame } from '../protocol/frame.ts';
import type { Credential } from '../protocol/item.ts';
import type { Primitives } from './primitives.ts';
import { ELEMENT_SIZE, type Group } from './ristretto.ts';
import { derive, tagged } from './tagged.ts';
import {
  type Blinded,
  blind,
  blindEvaluateBatch,
  deriveKeyPair,
  evaluate,
  finalizeBatch,
  type VoprfKey,
} from './voprf.ts';

// Credentials (wire 7, DESIGN 4): blind VOPRF tokens, bought by the epoch and spent once.

/** Credentials asked for and not yet issued, to be kept until the answer is there; only the elements are sent. */
export interface Batch {
  readonly epoch: number;
  /** `input` is the credential's nonce. */
  readonly requests: readonly Blinded[];
}

/** An issued credential as its owner keeps it; `token` (64 bytes) never leaves the database. */
export interface Token {
  readonly epoch: number;
  readonly nonce: Uint8Array;
  readonly token: Uint8Array;
}

/** The epoch's key pair from the ID server's secret (32 bytes). */
export function epochKey(g: Group, seed: Uint8Array, epoch: number): VoprfKey {
  return deriveKeyPair(g, seed, frame('epoch key', epoch));
}

/** What an epoch's nonces and blinds are derived from: all devices of a user have it, and nobody else. */
export interface BatchOrigin {
  /** The user's newest content seed (32): the secret. */
  readonly contentSeed: Uint8Array;
  readonly epoch: number;
  /** The epoch's key, so that two networks, or two keys for one epoch, never get the same elements. */
  readonly pk: Uint8Array;
}

/**
 * Derives and blinds `count` nonces of an epoch; `blinded` (32 bytes each, in order) is what is sent. Every device of the
 * user comes to the same, so that each gets the one answer the ID server gives. Without the seed nonces and blinds are as
 * good as drawn at random: 64 bytes modulo the group's order are a uniform scalar, and 0 in one of 2^252 cases.
 */
export function blindBatch(
  g: Group,
  p: Primitives,
  { contentSeed, epoch, pk }: BatchOrigin,
  count: number,
): { batch: Batch; blinded: Uint8Array } {
  const requests = Array.from({ length: count }, (_, i) => {
    const nonce = derive(p, 'credential nonce', contentSeed, pk, 32, epoch, i);
    const wide = derive(p, 'credential blind', contentSeed, pk, 64, epoch, i);
    return blind(g, nonce, g.sodium.crypto_core_ristretto255_scalar_reduce(wide));
  });
  return { batch: { epoch, requests }, blinded: concat(...requests.map((one) => one.element)) };
}

/** Issues for blinded elements, one proof for all; null where they are not one or more whole valid elements. */
export function issueBatch(
  g: Group,
  key: VoprfKey,
  blinded: Uint8Array,
): { elements: Uint8Array; proof: Uint8Array } | null {
  const elements = split(blinded);
  const made = elements && blindEvaluateBatch(g, key, elements);
  return made && { elements: concat(...made.evaluated), proof: made.proof };
}

/**
 * Makes tokens of what was issued, under the epoch key that is in the log; null where the proof does not hold for this
 * key: then nothing of the batch may be used, and the answer is evidence against the ID server.
 */
export function finishBatch(
  g: Group,
  publicKey: Uint8Array,
  batch: Batch,
  issued: { elements: Uint8Array; proof: Uint8Array },
): Token[] | null {
  const evaluated = split(issued.elements);
  if (evaluated === null || batch.requests.length === 0) return null;
  const tokens = finalizeBatch(g, publicKey, batch.requests, evaluated, issued.proof);
  if (tokens === null) return null;
  return batch.requests.flatMap(({ input: nonce }, i) => {
    const token = tokens[i];
    return token === undefined ? [] : [{ epoch: batch.epoch, nonce, token }];
  });
}

/** What a credential pays for: T("paid", command, CBOR of the arguments without `credential`). */
export function deedHash(p: Primitives, command: string, args: object): Uint8Array {
  return tagged(p, 'paid', command, encode({ ...args, credential: undefined }));
}

/** What the ID server gets to see of a deed: T("spend", salt, deed hash). */
export function boundOf(p: Primitives, salt: Uint8Array, deed: Uint8Array): Uint8Array {
  return tagged(p, 'spend', salt, deed);
}

/**
 * Spends a token on a deed at a server. What comes out is kept with the deed and sent again with every retry of it:
 * with another salt the same token would count as spent.
 */
export function spend(p: Primitives, token: Token, server: Uint8Array, deed: Uint8Array): Credential {
  const salt = p.random(16);
  const mac = p.hmac(spendKey(p, token.token, server), boundOf(p, salt, deed));
  return { epoch: token.epoch, nonce: token.nonce, mac, salt };
}

/** The ID server's part: whether the MAC is that of the nonce's token for this server and deed, by the epoch's secret. */
export function checkSpend(
  g: Group,
  p: Primitives,
  secret: Uint8Array,
  server: Uint8Array,
  asked: { nonce: Uint8Array; bound: Uint8Array; mac: Uint8Array },
): boolean {
  const token = evaluate(g, secret, asked.nonce);
  return sameSecret(p.hmac(spendKey(p, token, server), asked.bound), asked.mac);
}

/** Worth nothing at another server. */
function spendKey(p: Primitives, token: Uint8Array, server: Uint8Array): Uint8Array {
  return derive(p, 'spend key', token, new Uint8Array(0), 32, server);
}

/** Elements of 32 bytes each; null where the length is none of one or more. */
function split(bytes: Uint8Array): Uint8Array[] | null {
  if (bytes.length === 0 || bytes.length % ELEMENT_SIZE !== 0) return null;
  return Array.from({ length: bytes.length / ELEMENT_SIZE }, (_, i) =>
    bytes.slice(i * ELEMENT_SIZE, (i + 1) * ELEMENT_SIZE),
  );
}
