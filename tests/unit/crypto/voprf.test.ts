import { ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, fromHex, utf8 } from '../../../lib/bytes.ts';
import { hashToGroup, isElement, isScalar, ristretto } from '../../../lib/crypto/ristretto.ts';
import {
  blind,
  blindEvaluate,
  blindEvaluateBatch,
  deriveKeyPair,
  evaluate,
  finalize,
  finalizeBatch,
} from '../../../lib/crypto/voprf.ts';
import { runs } from '../fuzzruns.ts';
import { flip, there } from './world.ts';

const g = await ristretto(1);
const key = deriveKeyPair(g, new Uint8Array(32).fill(1), utf8('tests'));
const other = deriveKeyPair(g, new Uint8Array(32).fill(2), utf8('tests'));
const inputs = ['Alice', 'Bob', 'Carol'].map(utf8);

/** Encodings RFC 9496 (appendix A.2) lists as bad: not canonical, negative, or of no square. */
const BAD = [
  '00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'f3ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371',
  '3eb858e78f5a7254d8c9731174a94f76755fd3941c0ac93735c07ba14579630e',
].map(fromHex);
const REFUSED = [new Uint8Array(32), new Uint8Array(31), new Uint8Array(33), ...BAD];

describe('elements', () => {
  test.each(REFUSED.map((bytes, i) => [i, bytes] as const))(
    'refused %i is refused everywhere',
    (_, bytes) => {
      const good = blind(g, utf8('Alice'));
      expect(isElement(g, bytes)).toBe(false);
      expect(blindEvaluate(g, key.secret, bytes)).toBeNull();
      expect(blindEvaluateBatch(g, key, [good.element, bytes])).toBeNull();
      expect(finalize(g, good, bytes)).toBeNull();
      const made = there(blindEvaluateBatch(g, key, [good.element]));
      expect(finalizeBatch(g, bytes, [good], made.evaluated, made.proof)).toBeNull();
      expect(finalizeBatch(g, key.publicKey, [good], [bytes], made.proof)).toBeNull();
    },
  );

  test('no batch of nothing', () => {
    expect(blindEvaluateBatch(g, key, [])).toBeNull();
  });

  test('hashing to the group agrees with another implementation', () => {
    const DST = concat(utf8('HashToGroup-'), g.context);
    const property = fc.property(fc.uint8Array(), (input) => {
      expect(hashToGroup(g, input)).toEqual(ristretto255_hasher.hashToCurve(input, { DST }).toBytes());
    });
    fc.assert(property, runs(20));
  });

  test('scalars below the group’s order only', () => {
    const order = ristretto255.Point.Fn.ORDER;
    const bytes = (n: bigint) => fromHex(n.toString(16).padStart(64, '0')).reverse();
    expect(isScalar(g, bytes(order - 1n))).toBe(true);
    expect(isScalar(g, bytes(order))).toBe(false);
    expect(isScalar(g, bytes(2n ** 256n - 1n))).toBe(false);
  });
});

describe('a batch', () => {
  const blinded = inputs.map((input) => blind(g, input));
  const elements = blinded.map((one) => one.element);
  const made = there(blindEvaluateBatch(g, key, elements));
  const finish = (evaluated = made.evaluated, proof = made.proof, publicKey = key.publicKey) =>
    finalizeBatch(g, publicKey, blinded, evaluated, proof);

  test('gives what the secret’s holder computes from the input alone', () => {
    expect(finish()).toEqual(inputs.map((input) => evaluate(g, key.secret, input)));
  });

  test('of another key’s evaluations is caught, for one of them and for all', () => {
    const wrong = there(blindEvaluateBatch(g, other, elements));
    expect(finish(wrong.evaluated, wrong.proof)).toBeNull();
    const [first, ...rest] = made.evaluated;
    expect(finish([there(wrong.evaluated[0]), ...rest])).toBeNull();
    expect(finish([...rest, there(first)])).toBeNull();
    expect(finish(made.evaluated, made.proof, other.publicKey)).toBeNull();
  });

  test('with one less, one more, or one twice is caught', () => {
    expect(finish(made.evaluated.slice(1))).toBeNull();
    expect(finish([...made.evaluated, there(made.evaluated[0])])).toBeNull();
    expect(finalizeBatch(g, key.publicKey, [], [], made.proof)).toBeNull();
  });

  test('with any bit of proof or elements flipped is caught', () => {
    const property = fc.property(fc.nat(511), fc.nat(255), fc.nat(2), (bit, at, which) => {
      expect(finish(made.evaluated, flip(made.proof, bit))).toBeNull();
      expect(finish(made.evaluated.map((one, i) => (i === which ? flip(one, at) : one)))).toBeNull();
    });
    fc.assert(property, runs(20));
  });

  test('of the same inputs again is blinded anew: nothing sent is the same', () => {
    const again = inputs.map((input) => blind(g, input).element);
    for (const element of again) expect(elements).not.toContainEqual(element);
  });
});
