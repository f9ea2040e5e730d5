// Sections 1, 2, 5, 10 and 11.
import { type AdBody, openAd, signAd } from '../ads.ts';
import { type Asked, type Failure, openAnswer, readFailure, sealAnswer, writeFailure } from '../answer.ts';
import type { Bytes } from '../bytes.ts';
import { must } from '../bytes.ts';
import { canonical } from '../canonical.ts';
import { decode, encode } from '../cbor.ts';
import { command } from '../document.ts';
import { publicKey } from '../ed25519.ts';
import { keyId, openQuestion, type Question, sealQuestion } from '../envelope.ts';
import { deriveLong, frame, H, type Part, sign, tagged, verify } from '../frame.ts';
import {
  bundleHash,
  checkBundle,
  checkNetwork,
  fingerprint,
  type NetworkFile,
  networkHash,
  networkId,
  type SignedBundle,
  type SignedNetwork,
} from '../network.ts';
import type { Test } from '../notation.ts';
import { openHop, type Route, sealRoute } from '../onion.ts';
import { kemKey, seal, xseal } from '../seal.ts';
import { holds, type Operation, operation } from './vector.ts';

type Parts = { label: string; parts: Part[] };

export const frames: Record<string, Operation> = {
  F: operation(({ label, parts }: Parts) => frame(label, ...parts)),
  T: operation(({ label, parts }: Parts) => tagged(label, ...parts)),
  K: operation(({ label, secret, salt, parts, n }: Parts & { secret: Bytes; salt: Bytes; n: number }) =>
    deriveLong(n, label, secret, salt, ...parts),
  ),
  S: operation(({ seed, label, parts }: Parts & { seed: Bytes }) => ({
    key: publicKey(seed),
    sig: sign(seed, label, ...parts),
  })),
  verify: operation(({ key, sig, label, parts }: Parts & { key: Bytes; sig: Bytes }) =>
    holds(verify(key, sig, label, ...parts)),
  ),
  A: operation(({ key, aad, pt }: Record<'key' | 'aad' | 'pt', Bytes>) => seal(key, aad, pt)),
  X: operation(({ key, nonce, aad, pt }: Record<'key' | 'nonce' | 'aad' | 'pt', Bytes>) =>
    xseal(key, nonce, aad, pt),
  ),
};

export const encodings: Record<string, Operation> = {
  encode: operation(({ value }: { value: unknown }) => encode(value)),
  decode: operation(({ bytes }: { bytes: Bytes }) => ({ value: decode(bytes) })),
  'canonical json': operation(({ value }: { value: unknown }) => canonical(value)),
};

type Sealed = { seed: Bytes; envelope: Bytes };

export const envelopes: Record<string, Operation> = {
  'server key': operation(({ seed }: { seed: Bytes }) => {
    const pk = kemKey(seed);
    return { pk, keyId: keyId(pk) };
  }),
  'seal question': operation(
    (input: { pk: Bytes; x1: Bytes; kem: Bytes; class: number; question: Question }) => {
      const envelope = sealQuestion(input.pk, input.class, input.question, input.x1, input.kem);
      return { envelope, hash: H(envelope) };
    },
  ),
  'open question': operation(({ seed, envelope }: Sealed) => openQuestion(seed, envelope)),
  'seal answer': operation(({ content, r, ...asked }: Asked & { r: Bytes; content: Bytes }) =>
    sealAnswer(asked, content, r),
  ),
  'open answer': operation(({ answer, ...asked }: Asked & { answer: Bytes }) => openAnswer(asked, answer)),
  'read failure': operation(({ frame: bytes }: { frame: Bytes }) => readFailure(bytes)),
  'write failure': operation((word: Failure) => writeFailure(word)),
  'write stale': operation(({ minute }: { minute: number }) => writeFailure({ failure: 'stale', minute })),
  'seal route': operation(
    (input: Route & { class: number; question: Question }) =>
      sealRoute(input, input.class, input.question).envelope,
  ),
  'open hop': operation(({ seed, envelope, layer }: Sealed & { layer: number }) =>
    openHop(seed, layer, envelope),
  ),
};

type Given = { signed: unknown; known: SignedNetwork | null; now: number };

export const network: Record<string, Operation> = {
  'network hash': operation(({ file }: { file: NetworkFile }) => networkHash(file)),
  'network id': operation(({ authority }: { authority: string }) => ({
    id: networkId(authority),
    fingerprint: fingerprint(authority),
  })),
  'check network': operation(({ signed, known, now }: Given) => {
    checkNetwork(signed, known, now);
    return true;
  }),
  'bundle hash': operation(({ bundle }: { bundle: SignedBundle['bundle'] }) => bundleHash(bundle)),
  'check bundle': operation(({ signed, known, now }: Given) => {
    checkBundle(signed, known, now);
    return true;
  }),
};

export const ads: Record<string, Operation> = {
  'sign ad': operation(({ seed, body }: { seed: Bytes; body: AdBody }) => signAd(seed, body)),
  'open ad': operation(({ server, ad, sig, now }: Record<'server' | 'ad' | 'sig', Bytes> & { now: number }) =>
    openAd(server, ad, sig, now),
  ),
};

type Sent = { command: string; bytes: Bytes };

export const commands: Record<string, Operation> = {
  arguments: operation(({ command: name, bytes }: Sent) => tested(command(name).args, bytes)),
  result: operation(({ command: name, bytes }: Sent) => tested(command(name).result, bytes)),
};

function tested(test: Test, bytes: Bytes): unknown {
  const value = decode(bytes);
  must(test(value), 'another shape');
  return value;
}
