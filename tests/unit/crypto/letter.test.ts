import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  follows,
  keyIdOf,
  LetterTooLargeError,
  letterKeyId,
  openLetter,
  sealLetter,
  signLetter,
} from '../../../lib/crypto/letter.ts';
import { sodiumPrimitives } from '../../../lib/crypto/sodium.ts';
import { signTagged } from '../../../lib/crypto/tagged.ts';
import { encode } from '../../../lib/protocol/codec.ts';
import type { Letter, LetterEvent } from '../../../lib/protocol/letter.ts';
import { runs } from '../fuzzruns.ts';
import { flip, person } from './people.ts';

const p = await sodiumPrimitives();
const [alice, bob, carol] = [person(p, 'Alice'), person(p, 'Bob'), person(p, 'Carol')];
const secret = p.random(32);
const pk = p.kem.publicKey(secret);
const root = { size: 1, root: new Uint8Array(32), minute: 0, sig: new Uint8Array(64) };
const log = p.random(16);

function write(events: LetterEvent[], change: Partial<Letter> = {}): Letter {
  const zeros = new Uint8Array(32);
  return {
    from: alice.account.user,
    device: alice.device,
    to: bob.device,
    log,
    number: 0,
    previous: zeros,
    root,
    events,
    ...change,
  };
}
const hello: LetterEvent = { is: 'text', text: 'Hello Bob', when: 1 };
const sealed = (letter: Letter) => {
  const made = sealLetter(p, pk, signLetter(p, alice.deviceSeed, letter).signed);
  if (made === null) throw new Error('not sealed');
  return made;
};

describe('a letter', () => {
  test('is read as it was written, by the device it is for', () => {
    const { signed, hash } = signLetter(p, alice.deviceSeed, write([hello]));
    const made = sealLetter(p, pk, signed);
    const opened = made && openLetter(p, secret, bob.device, made);
    expect(opened?.letter).toEqual(write([hello]));
    expect(opened?.hash).toEqual(hash);
    expect(made && keyIdOf(made)).toEqual(letterKeyId(p, pk));
  });

  test('has one of two sizes, exactly, and is another one every time it is sealed', () => {
    const long = write([{ is: 'text', text: 'x'.repeat(4000), when: 1 }]);
    expect([sealed(write([hello])).length, sealed(long).length]).toEqual([2048, 8192]);
    expect(sealed(long)).not.toEqual(sealed(long));
    const longer = write([1, 2].map((when) => ({ is: 'text', text: 'x'.repeat(4000), when })));
    expect(() => sealed(longer)).toThrow(LetterTooLargeError);
  });

  test('with any bit other, cut short or made longer, is nothing', () => {
    const made = sealed(write([hello]));
    const property = fc.property(fc.nat(made.length * 8 - 1), (at) => {
      expect(openLetter(p, secret, bob.device, flip(made, at))).toBeNull();
    });
    fc.assert(property, runs(100));
    expect(openLetter(p, secret, bob.device, made.subarray(0, 2047))).toBeNull();
    expect(openLetter(p, secret, bob.device, new Uint8Array(2048))).toBeNull();
    expect(openLetter(p, secret, bob.device, new Uint8Array(0))).toBeNull();
    expect(openLetter(p, p.random(32), bob.device, made)).toBeNull();
  });

  test('sealed anew to somebody else by its recipient is refused there', () => {
    const opened = openLetter(p, secret, bob.device, sealed(write([hello])));
    const carols = p.random(32);
    const passedOn = opened && sealLetter(p, p.kem.publicKey(carols), opened.signed);
    expect(passedOn && openLetter(p, carols, carol.device, passedOn)).toBeNull();
    expect(passedOn && openLetter(p, carols, bob.device, passedOn)).not.toBeNull();
  });

  test('in somebody else’s name is refused', () => {
    const forged = signLetter(p, carol.deviceSeed, write([hello])).signed;
    const made = sealLetter(p, pk, forged);
    expect(made && openLetter(p, secret, bob.device, made)).toBeNull();
  });

  test('that is not of its form is refused, not a crash', () => {
    const letter = encode({ ...write([hello]), more: 1 });
    const made = sealLetter(p, pk, { letter, sig: signTagged(p, alice.deviceSeed, 'letter', letter) });
    expect(made && openLetter(p, secret, bob.device, made)).toBeNull();
  });

  test('is not sealed to what is no key', () => {
    const { signed } = signLetter(p, alice.deviceSeed, write([hello]));
    expect(sealLetter(p, new Uint8Array(1215), signed)).toBeNull();
  });
});

test('letters of a log are chained: another log, number or forerunner does not follow', () => {
  const first = write([hello]);
  const { hash } = signLetter(p, alice.deviceSeed, first);
  const before = { log, number: 0, hash };
  const second = write([hello], { number: 1, previous: hash });
  expect(follows(first, null)).toBe(true);
  expect(follows(second, before)).toBe(true);
  expect(follows(second, null)).toBe(false);
  expect(follows(first, before)).toBe(false);
  expect(follows({ ...first, previous: hash }, null)).toBe(false);
  expect(follows({ ...second, log: p.random(16) }, before)).toBe(false);
  expect(follows({ ...second, number: 2 }, before)).toBe(false);
  expect(follows({ ...second, previous: p.random(32) }, before)).toBe(false);
});
