// Sections 3, 6, 7 and 8.
import { type Bytes, concat } from '../bytes.ts';
import {
  type Blinded,
  blindAll,
  boundOf,
  checkSpend,
  deedHash,
  finish,
  issue,
  type Origin,
  type Spent,
  spend,
  type Token,
  tokenOf,
} from '../credentials.ts';
import {
  accountOf,
  certify,
  checkCard,
  checkCertificate,
  checkLetterKey,
  checkWord,
  contentSeed,
  giveWord,
  hasWork,
  letterKey,
  rootOf,
  type Said,
  safetyNumber,
  signCard,
  vaultKey,
} from '../identity.ts';
import {
  follows,
  type Letter,
  letterHash,
  letterKeyId,
  openLetter,
  readLetter,
  type SignedLetter,
  sealLetter,
  signLetter,
} from '../letters.ts';
import {
  auditPath,
  consistencyPath,
  epochData,
  extendsRoot,
  isIncluded,
  leafHash,
  leafOf,
  signRoot,
  treeRoot,
} from '../log.ts';
import { foldName, nameFault } from '../names.ts';
import {
  type Card,
  cards,
  type DeviceCertificate,
  type LetterKey,
  type SignedCard,
  type Word,
} from '../shapes.ts';
import { blind } from '../voprf.ts';
import { holds, type Operation, operation } from './vector.ts';

export const people: Record<string, Operation> = {
  phrase: operation(({ phrase }: { phrase: string }) => rootOf(phrase)),
  keys: operation(({ root, n }: { root: Bytes; n: number }) => {
    const account = accountOf(root);
    return {
      accountSeed: account.seed,
      accountKey: account.key,
      user: account.user,
      vaultKey: vaultKey(root),
      contentSeed: contentSeed(root, n),
    };
  }),
  'safety number': operation(({ ours, theirs }: { ours: Bytes; theirs: Bytes }) =>
    safetyNumber(ours, theirs),
  ),
  certify: operation(({ accountSeed, ...about }: DeviceCertificate & { accountSeed: Bytes }) =>
    certify(accountSeed, about),
  ),
  'check certificate': operation(
    ({ account, certificate }: { account: Bytes; certificate: DeviceCertificate }) =>
      holds(checkCertificate(account, certificate)),
  ),
  'letter key': operation(
    ({ deviceSeed, week, secret }: { deviceSeed: Bytes; week: number; secret: Bytes }) =>
      letterKey(deviceSeed, week, secret),
  ),
  'check letter key': operation(({ key }: { key: LetterKey }) => holds(checkLetterKey(key))),
  'sign card': operation(({ seed, card }: { seed: Bytes; card: Card }) => signCard(seed, card)),
  'check card': operation(({ signed, before }: { signed: SignedCard; before: SignedCard | null }) =>
    checkCard(signed, before && cards.read(before.card)),
  ),
  'give word': operation(({ user, deviceSeed, ...said }: Said & { user: Bytes; deviceSeed: Bytes }) =>
    giveWord(user, deviceSeed, said),
  ),
  'check word': operation(({ card, word, ...said }: Said & { card: Card; word: Word }) =>
    holds(checkWord(card, word, said)),
  ),
  'fold name': operation(({ name }: { name: string }) => (nameFault(name) === null ? foldName(name) : null)),
  work: operation(({ what, work, bits }: { what: Bytes; work: Bytes; bits: number }) =>
    holds(hasWork(what, work, bits)),
  ),
};

type Place = { index: number; size: number; path: Bytes[]; root: Bytes };
type Extension = { from: number; fromRoot: Bytes; to: number; toRoot: Bytes; path: Bytes[] };

export const log: Record<string, Operation> = {
  leaf: operation(({ type, salt, data }: { type: string; salt: Bytes; data: Bytes }) => {
    const leaf = leafOf(type, salt, data);
    return { leaf, hash: leafHash(leaf) };
  }),
  'epoch data': operation(({ epoch, pk }: { epoch: number; pk: Bytes }) => epochData(epoch, pk)),
  root: operation(({ leaves }: { leaves: Bytes[] }) => treeRoot(leaves)),
  'prove leaf': operation(({ leaves, index }: { leaves: Bytes[]; index: number }) =>
    auditPath(index, leaves),
  ),
  'check leaf': operation(({ leaf, index, size, path, root }: Place & { leaf: Bytes }) =>
    holds(isIncluded(leaf, index, size, path, root)),
  ),
  'prove consistency': operation(({ leaves, from }: { leaves: Bytes[]; from: number }) =>
    consistencyPath(from, leaves),
  ),
  'check consistency': operation(({ from, fromRoot, to, toRoot, path }: Extension) =>
    holds(extendsRoot(from, fromRoot, to, toRoot, path)),
  ),
  'sign root': operation(({ seed, ...root }: { seed: Bytes; size: number; root: Bytes; minute: number }) =>
    signRoot(seed, root),
  ),
};

export const letters: Record<string, Operation> = {
  'letter key id': operation(({ pk }: { pk: Bytes }) => letterKeyId(pk)),
  'sign letter': operation(({ deviceSeed, letter }: { deviceSeed: Bytes; letter: Letter }) =>
    signLetter(deviceSeed, letter),
  ),
  'seal letter': operation(({ pk, signed, kem }: { pk: Bytes; signed: SignedLetter; kem: Bytes }) =>
    sealLetter(pk, signed, kem),
  ),
  'open letter': operation(({ secret, me, sealed }: Record<'secret' | 'me' | 'sealed', Bytes>) =>
    openLetter(secret, me, sealed),
  ),
  'read letter': operation(({ letter }: { letter: Bytes }) => ({
    letter: readLetter(letter),
    hash: letterHash(letter),
  })),
  follows: operation(
    ({ letter, before }: { letter: Letter; before: { log: Bytes; number: number; hash: Bytes } | null }) =>
      holds(follows(letter, before)),
  ),
};

type Blinding = { nonces: Bytes[]; blinds: Bytes[] };
type Issuing = { seed: Bytes; epoch: number; blinded: Bytes };

const requestsOf = ({ nonces, blinds }: Blinding): Blinded[] =>
  nonces.map((nonce, i) => ({ nonce, blinding: blinds[i] ?? new Uint8Array(0) }));

export const credentials: Record<string, Operation> = {
  'derive batch': operation(({ count, ...origin }: Origin & { count: number }) => {
    const { requests, blinded } = blindAll(count, origin);
    return { nonces: requests.map((one) => one.nonce), blinds: requests.map((one) => one.blinding), blinded };
  }),
  blind: operation((input: Blinding) =>
    concat(...requestsOf(input).map(({ nonce, blinding }) => blind(nonce, blinding))),
  ),
  issue: operation(({ seed, epoch, blinded, r }: Issuing & { r: Bytes }) => issue(seed, epoch, blinded, r)),
  'refuse to issue': operation(({ seed, epoch, blinded }: Issuing) =>
    issue(seed, epoch, blinded, Uint8Array.of(1, ...new Uint8Array(31))),
  ),
  finish: operation((input: Blinding & { pk: Bytes; elements: Bytes; proof: Bytes }) =>
    finish(input.pk, requestsOf(input), input),
  ),
  token: operation(({ seed, epoch, nonce }: { seed: Bytes; epoch: number; nonce: Bytes }) =>
    tokenOf(seed, epoch, nonce),
  ),
  'deed hash': operation(({ command, args }: { command: string; args: object }) => deedHash(command, args)),
  spend: operation(({ server, deed, salt, ...token }: Token & Record<'server' | 'deed' | 'salt', Bytes>) => ({
    credential: spend(token, server, deed, salt),
    bound: boundOf(salt, deed),
  })),
  'check spend': operation(
    ({ seed, epoch, server, ...spent }: Spent & { seed: Bytes; epoch: number; server: Bytes }) =>
      holds(checkSpend(seed, epoch, server, spent)),
  ),
};
