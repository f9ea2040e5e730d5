import {
  CardError,
  checkCertificate,
  checkLetterKey,
  checkSignedCard,
  checkWord,
} from '../../../lib/crypto/card.ts';
import {
  accountOf,
  certifyDevice,
  contentSeed,
  giveWord,
  signCard,
  vaultKey,
} from '../../../lib/crypto/identity.ts';
import { rootOf } from '../../../lib/crypto/phrase.ts';
import { safetyNumber } from '../../../lib/crypto/safety.ts';
import { signTagged } from '../../../lib/crypto/tagged.ts';
import { hasWork } from '../../../lib/crypto/work.ts';
import { decodeAs } from '../../../lib/protocol/command.ts';
import {
  Card,
  type DeviceCertificate,
  type LetterKey,
  type SignedCard,
  type Word,
} from '../../../lib/protocol/identity.ts';
import { foldName, nameFault } from '../../../lib/protocol/names.ts';
import { p } from '../given.ts';
import { type Bytes, holds, type Operation, operation, reading } from './operation.ts';

type Said = { server: Bytes; command: string; minute: number; args: Bytes };

/** Wire 3 and 6: keys of a person, certificates, cards, names, words. */
export const people: Record<string, Operation> = {
  phrase: operation(({ phrase }: { phrase: string }) => rootOf(phrase)),
  keys: operation(({ root, n }: { root: Bytes; n: number }) => {
    const account = accountOf(p, root);
    return {
      accountSeed: account.seed,
      accountKey: account.key,
      user: account.user,
      vaultKey: vaultKey(p, root),
      contentSeed: contentSeed(p, root, n),
    };
  }),
  'safety number': operation(({ ours, theirs }: { ours: Bytes; theirs: Bytes }) =>
    safetyNumber(p, ours, theirs),
  ),
  certify: operation(
    ({ accountSeed, ...device }: { accountSeed: Bytes } & Omit<DeviceCertificate, 'user' | 'sig'>) =>
      certifyDevice(p, accountSeed, device),
  ),
  'check certificate': operation(
    ({ account, certificate }: { account: Bytes; certificate: DeviceCertificate }) =>
      holds(checkCertificate(p, account, certificate)),
  ),
  'letter key': operation(
    ({ deviceSeed, week, secret }: { deviceSeed: Bytes; week: number; secret: Bytes }) => {
      const [device, pk] = [p.signKey(deviceSeed), p.kem.publicKey(secret)];
      return { device, week, pk, sig: signTagged(p, deviceSeed, 'letter key', device, week, pk) };
    },
  ),
  'check letter key': operation(({ key }: { key: LetterKey }) => holds(checkLetterKey(p, key))),
  'sign card': operation(({ seed, card }: { seed: Bytes; card: Card }) => signCard(p, seed, card)),
  'check card': reading(({ signed, before }: { signed: SignedCard; before: SignedCard | null }) => {
    try {
      return checkSignedCard(p, signed, before && decodeAs(Card, before.card));
    } catch (error) {
      if (error instanceof CardError) return null;
      throw error;
    }
  }),
  'give word': operation(({ user, deviceSeed, ...said }: Said & { user: Bytes; deviceSeed: Bytes }) =>
    giveWord(p, { user, deviceSeed }, said),
  ),
  'check word': operation(({ card, word, ...said }: Said & { card: Card; word: Word }) =>
    holds(checkWord(p, card, word, said)),
  ),
  'fold name': operation(({ name }: { name: string }) => (nameFault(name) === null ? foldName(name) : null)),
  work: operation(({ what, work, bits }: { what: Bytes; work: Bytes; bits: number }) =>
    holds(hasWork(p, what, work, bits)),
  ),
};
