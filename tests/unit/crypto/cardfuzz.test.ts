import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CardError, openCard } from '../../../lib/crypto/card.ts';
import { accountOf, certifyDevice, makeLetterKey, signCard } from '../../../lib/crypto/identity.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { signTagged } from '../../../lib/crypto/tagged.ts';
import { MalformedError } from '../../../lib/protocol/errors.ts';
import type { SignedCard } from '../../../lib/protocol/identity.ts';

const account = accountOf(p, new Uint8Array(32).fill(1));
const device = new Uint8Array(32).fill(2);
const signed = signCard(p, account.seed, {
  account: account.key,
  name: 'Alice',
  number: 0,
  seed: 0,
  devices: [certifyDevice(p, account.seed, { device: p.signKey(device), number: 0, seed: 0, day: 1 })],
  revoked: [],
  letterKeys: [makeLetterKey(p, device, 0).key],
});

function refusal(one: SignedCard): unknown {
  try {
    return openCard(p, one);
  } catch (error) {
    return error;
  }
}

const isRefusal = (error: unknown) => error instanceof MalformedError || error instanceof CardError;

test('a card with one bit flipped or cut short is refused', () => {
  fc.assert(
    fc.property(fc.nat(signed.card.length - 1), fc.nat(7), fc.boolean(), (at, bit, cut) => {
      const card = cut ? signed.card.slice(0, at) : Uint8Array.from(signed.card);
      if (!cut) card[at] = (card[at] ?? 0) ^ (1 << bit);
      expect(refusal({ ...signed, card })).toSatisfy(isRefusal);
      // even where its own account signed it so: what is inside is signed, too
      const again = { card, by: account.key, sig: signTagged(p, account.seed, 'card', card) };
      const opened = refusal(again);
      expect(isRefusal(opened) || JSON.stringify(opened) !== JSON.stringify(openCard(p, signed))).toBe(true);
    }),
  );
});

test('whatever else comes is malformed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (card) => {
      expect(refusal({ card, by: account.key, sig: new Uint8Array(64) })).toBeInstanceOf(MalformedError);
    }),
  );
});
