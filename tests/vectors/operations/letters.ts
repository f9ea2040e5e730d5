import { concat } from '../../../lib/bytes.ts';
import {
  type BatchOrigin,
  blindBatch,
  boundOf,
  checkSpend,
  deedHash,
  epochKey,
  finishBatch,
  issueBatch,
  spend,
} from '../../../lib/crypto/credential.ts';
import {
  follows,
  letterHash,
  letterKeyId,
  openLetter,
  sealLetter,
  signLetter,
} from '../../../lib/crypto/letter.ts';
import { ristretto } from '../../../lib/crypto/ristretto.ts';
import { blind, blindEvaluateBatch, evaluate } from '../../../lib/crypto/voprf.ts';
import { type Letter, readLetter, type SignedLetter } from '../../../lib/protocol/letter.ts';
import { drawing, p } from '../given.ts';
import { type Bytes, holds, type Operation, operation, reading } from './operation.ts';

const g = await ristretto(1);

/** Wire 8: letters. */
export const letters: Record<string, Operation> = {
  'letter key id': operation(({ pk }: { pk: Bytes }) => letterKeyId(p, pk)),
  'sign letter': operation(({ deviceSeed, letter }: { deviceSeed: Bytes; letter: Letter }) =>
    signLetter(p, deviceSeed, letter),
  ),
  'seal letter': operation(({ pk, signed, kem }: { pk: Bytes; signed: SignedLetter; kem: Bytes }) =>
    sealLetter(drawing(kem), pk, signed),
  ),
  'open letter': operation(({ secret, me, sealed }: Record<'secret' | 'me' | 'sealed', Bytes>) => {
    const opened = openLetter(p, secret, me, sealed);
    return opened && { letter: opened.letter, hash: opened.hash };
  }),
  'read letter': reading(({ letter }: { letter: Bytes }) => ({
    letter: readLetter(letter),
    hash: letterHash(p, letter),
  })),
  follows: operation(
    (input: {
      letter: Pick<Letter, 'log' | 'number' | 'previous'>;
      before: { log: Bytes; number: number; hash: Bytes } | null;
    }) => holds(follows(input.letter, input.before)),
  ),
};

/** Wire 7: credentials; VOPRF(ristretto255, SHA-512) of RFC 9497, mode 1. */
export const credentials: Record<string, Operation> = {
  'derive batch': operation(({ count, ...origin }: BatchOrigin & { count: number }) => {
    const { batch, blinded } = blindBatch(g, p, origin, count);
    const nonces = batch.requests.map((one) => one.input);
    return { nonces, blinds: batch.requests.map((one) => one.blind), blinded };
  }),
  blind: operation(({ nonces, blinds }: { nonces: Bytes[]; blinds: Bytes[] }) =>
    concat(...nonces.map((nonce, i) => blind(g, nonce, blinds[i]).element)),
  ),
  issue: operation(
    ({ seed, epoch, blinded, r }: { seed: Bytes; epoch: number; blinded: Bytes; r: Bytes }) => {
      const key = epochKey(g, seed, epoch);
      const made = blindEvaluateBatch(g, key, split(blinded), r);
      return made && { pk: key.publicKey, elements: concat(...made.evaluated), proof: made.proof };
    },
  ),
  'refuse to issue': operation(({ seed, epoch, blinded }: { seed: Bytes; epoch: number; blinded: Bytes }) =>
    issueBatch(g, epochKey(g, seed, epoch), blinded),
  ),
  finish: operation(
    (input: {
      pk: Bytes;
      epoch: number;
      nonces: Bytes[];
      blinds: Bytes[];
      elements: Bytes;
      proof: Bytes;
    }) => {
      const requests = input.nonces.map((nonce, i) => blind(g, nonce, input.blinds[i]));
      const tokens = finishBatch(g, input.pk, { epoch: input.epoch, requests }, input);
      return tokens?.map(({ token }) => token) ?? null;
    },
  ),
  token: operation(({ seed, epoch, nonce }: { seed: Bytes; epoch: number; nonce: Bytes }) =>
    evaluate(g, epochKey(g, seed, epoch).secret, nonce),
  ),
  'deed hash': operation(({ command, args }: { command: string; args: object }) =>
    deedHash(p, command, args),
  ),
  spend: operation(
    (input: { epoch: number; nonce: Bytes; token: Bytes; server: Bytes; deed: Bytes; salt: Bytes }) => {
      const { epoch, nonce, token, server, deed, salt } = input;
      const credential = spend(drawing(salt), { epoch, nonce, token }, server, deed);
      return { credential, bound: boundOf(p, salt, deed) };
    },
  ),
  'check spend': operation(
    (input: { seed: Bytes; epoch: number; server: Bytes; nonce: Bytes; bound: Bytes; mac: Bytes }) =>
      holds(checkSpend(g, p, epochKey(g, input.seed, input.epoch).secret, input.server, input)),
  ),
};

function split(elements: Bytes): Bytes[] {
  return Array.from({ length: elements.length / 32 }, (_, i) => elements.slice(i * 32, i * 32 + 32));
}
