import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { checkBundle, checkNetwork, NetworkFileError } from '../../../lib/crypto/network.ts';
import { canonicalJson } from '../../../lib/protocol/canonical.ts';
import type { SignedBundle, SignedNetwork } from '../../../lib/protocol/network.ts';
import { examples } from '../../vectors/examples.ts';
import { runs } from '../fuzzruns.ts';

interface Input<T> {
  signed: T;
  known: SignedNetwork;
  now: number;
}

/** Another value in the place of one member somewhere in a JSON value, one member more, or one less. */
function altered(value: unknown): fc.Arbitrary<unknown> {
  const places = placesIn(value, []);
  const put = fc.oneof(fc.jsonValue(), fc.constantFrom('', 0, -1, null, 2 ** 53, 'x'.repeat(5000), [], {}));
  return fc
    .tuple(fc.constantFrom(...places), put, fc.constantFrom('put', 'drop', 'add'))
    .map(([place, one, how]) => change(value, place, one, how));
}

function placesIn(value: unknown, at: string[]): string[][] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, member]) => placesIn(member, [...at, key]))];
}

function change(value: unknown, [key, ...rest]: string[], put: unknown, how: string): unknown {
  if (key === undefined || typeof value !== 'object' || value === null)
    return how === 'add' && typeof value === 'object' && !Array.isArray(value)
      ? { ...value, more: put }
      : put;
  const members = new Map(Object.entries(value));
  if (how === 'drop' && rest.length === 0) members.delete(key);
  else members.set(key, change(members.get(key), rest, put, how));
  return Array.isArray(value) ? [...members.values()] : Object.fromEntries(members);
}

/** Takes nothing but what means the very same; refuses in one way. */
function bearsAltered<T extends object>(original: T, check: (json: unknown) => T): void {
  expect(check(original)).toEqual(original);
  fc.assert(
    fc.property(fc.oneof(altered(original), altered(original), fc.jsonValue()), (json) => {
      let taken: T;
      try {
        taken = check(json);
      } catch (error) {
        expect(error).toBeInstanceOf(NetworkFileError);
        return;
      }
      expect(canonicalJson(taken)).toBe(canonicalJson(original));
    }),
    runs(250),
  );
}

describe('altered anywhere, it is refused', () => {
  test('a network file', () => {
    const [{ signed, known, now } = never()] = examples<Input<SignedNetwork>>('network', 'check network');
    bearsAltered(signed, (json) => checkNetwork(p, json, known, now));
  });

  test('a bundle of the day', () => {
    const [{ signed, known, now } = never()] = examples<Input<SignedBundle>>('network', 'check bundle');
    bearsAltered(signed, (json) => checkBundle(p, json, known, now));
  });
});

function never(): never {
  throw new Error('no such vector');
}
