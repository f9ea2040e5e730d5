import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { base64url, fromBase64url, hex } from '../../../lib/bytes.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import {
  bundleHash,
  checkBundle,
  checkNetwork,
  checkNetworkChain,
  fingerprint,
  type NetworkFault,
  NetworkFileError,
  networkHash,
  signBundle,
  signNetwork,
  signServerKey,
} from '../../../lib/crypto/network.ts';
import type { NetworkFile, SignedNetwork } from '../../../lib/protocol/network.ts';
import { networkOf, operatorOf, seedOf } from '../../network/operators.ts';

const DAY = 86_400_000;
const NOW = 20_000 * DAY;
const authority = seedOf('authority of all');
const other = seedOf('another authority');

const first = signNetwork(
  p,
  networkOf([operatorOf('home', ['id', 'ad']), operatorOf('north', ['content'])], NOW),
  authority,
);

function successor(before: SignedNetwork, change: Partial<NetworkFile> = {}): NetworkFile {
  const previous = hex(networkHash(p, before.file));
  return { ...before.file, number: before.file.number + 1, previous, ...change };
}

function fault(call: () => unknown): NetworkFault | 'none' {
  try {
    call();
    return 'none';
  } catch (error) {
    if (error instanceof NetworkFileError) return error.reason;
    throw error;
  }
}

const refusal = (signed: unknown, known: SignedNetwork | null = first, now = NOW) =>
  fault(() => checkNetwork(p, signed, known, now));

describe('network file', () => {
  test('the first one seen is pinned, the same one is taken again, its successor follows', () => {
    expect(checkNetwork(p, first, null, NOW)).toEqual(first);
    expect(checkNetwork(p, JSON.parse(JSON.stringify(first)), first, NOW)).toEqual(first);
    const second = signNetwork(p, successor(first), authority);
    expect(checkNetwork(p, second, first, NOW)).toEqual(second);
  });

  test('any changed member breaks the signature', () => {
    for (const change of [{ name: 'Other' }, { minimumAge: 0 }, { promises: 'none' }, { signupBits: 1 }])
      expect(refusal({ ...first, file: { ...first.file, ...change } }, null)).toBe('signature');
  });

  test('a flipped bit anywhere in the signature is refused', () => {
    const sig = fromBase64url(first.signatures[0]?.sig ?? '');
    fc.assert(
      fc.property(fc.nat({ max: 511 }), (bit) => {
        const flipped = sig.slice();
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const signatures = [{ key: first.file.authority, sig: base64url(flipped) }];
        expect(refusal({ ...first, signatures }, null)).toBe('signature');
      }),
      { numRuns: 50 },
    );
  });

  test('a signature by somebody else under the authority’s name is none', () => {
    const foreign = signNetwork(p, first.file, other);
    const signatures = foreign.signatures.map((one) => ({ ...one, key: first.file.authority }));
    expect(refusal({ ...foreign, signatures }, null)).toBe('signature');
    expect(refusal(foreign, null)).toBe('signature');
  });

  test('expired at its very millisecond, and not of days to come', () => {
    expect(refusal(first, null, first.file.expires - 1)).toBe('none');
    expect(refusal(first, null, first.file.expires)).toBe('expired');
    expect(refusal(first, null, NOW - DAY - 1)).toBe('expired');
    expect(refusal(first, null, NOW - DAY)).toBe('none');
  });

  test('never back, never two of one number, never another forerunner', () => {
    const second = signNetwork(p, successor(first), authority);
    expect(refusal(first, second)).toBe('older');
    expect(refusal(signNetwork(p, successor(first, { name: 'Split' }), authority), second)).toBe('forked');
    expect(refusal(signNetwork(p, successor(first, { previous: '0'.repeat(64) }), authority))).toBe('forked');
  });

  test('a larger jump counts by the same authority, or with the files between', () => {
    const second = signNetwork(p, successor(first), authority);
    const third = signNetwork(p, successor(second), authority);
    expect(refusal(third)).toBe('none');
    const changed = signNetwork(
      p,
      successor(first, { authority: base64url(p.signKey(other)) }),
      other,
      authority,
    );
    const later = signNetwork(p, successor(changed), other);
    expect(refusal(later)).toBe('authority');
    expect(checkNetworkChain(p, [changed, later], first, NOW)).toEqual(later);
    expect(fault(() => checkNetworkChain(p, [later], first, NOW))).toBe('authority');
    expect(fault(() => checkNetworkChain(p, [], first, NOW))).toBe('malformed');
  });

  test('files between may have expired, the last may not', () => {
    const issued = NOW + 20 * DAY;
    const late = signNetwork(p, successor(first, { issued, expires: issued + DAY }), authority);
    expect(checkNetworkChain(p, [first, late], null, issued)).toEqual(late);
    expect(fault(() => checkNetworkChain(p, [late, first], null, issued))).toBe('older');
  });

  test('a new authority needs the word of the one before', () => {
    const file = successor(first, { authority: base64url(p.signKey(other)) });
    expect(refusal(signNetwork(p, file, other))).toBe('authority');
    expect(refusal(signNetwork(p, file, authority))).toBe('signature');
    expect(refusal(signNetwork(p, file, other, authority))).toBe('none');
  });

  test('what is not of the form, or makes no sense, is malformed', () => {
    const operators = first.file.operators;
    const [home, north] = operators;
    if (home === undefined || north === undefined) throw new Error('two operators were made');
    const wrong: unknown[] = [
      null,
      [],
      {},
      'x',
      { file: first.file },
      { ...first, more: 1 },
      { ...first, signatures: [] },
    ];
    const files: object[] = [
      { ...first.file, format: 'peerwall/network/2' },
      { ...first.file, number: 0 },
      { ...first.file, number: 1.5 },
      { ...first.file, previous: '0'.repeat(64) },
      { ...first.file, number: 2 },
      { ...first.file, expires: first.file.issued + 14 * DAY + 1 },
      { ...first.file, expires: first.file.issued },
      { ...first.file, unknown: 1 },
      { ...first.file, authority: 'AAAA' },
      { ...first.file, name: '\ud800' },
      { ...first.file, operators: [] },
      { ...first.file, operators: [home, home] },
      { ...first.file, operators: [north] },
      { ...first.file, operators: [home, operatorOf('away', ['id', 'ad'])] },
      { ...first.file, operators: [{ ...home, door: 'https://door.example' }] },
      { ...first.file, operators: [{ ...home, id: 'Home' }] },
      { ...first.file, operators: [{ ...home, wire: home.wire.toLowerCase() }] },
      { ...first.file, operators: [{ ...home, nats: 'http://127.0.0.1' }] },
      { ...first.file, operators: [home, { ...operatorOf('gate', ['entry']), door: 'http://door.example' }] },
      {
        ...first.file,
        operators: [home, { ...operatorOf('gate', ['entry']), door: 'https://u:p@door.example' }],
      },
      { ...first.file, operators: [home, { ...operatorOf('gate', ['entry']), door: undefined }] },
      { ...first.file, operators: [home, operatorOf('twice', ['content', 'content'])] },
    ];
    for (const file of files) wrong.push({ ...first, file });
    for (const one of wrong) expect([refusal(one, null), one]).toEqual(['malformed', one]);
  });

  test('members in another order and white space change nothing', () => {
    const turned = Object.fromEntries(Object.entries(first.file).reverse());
    expect(refusal(JSON.parse(JSON.stringify({ ...first, file: turned }, null, 4)))).toBe('none');
  });

  test('the fingerprint is ten groups of four, and differs by network', () => {
    const key = first.file.authority;
    expect(fingerprint(p, key)).toMatch(/^([0-9a-f]{4} ){9}[0-9a-f]{4}$/);
    expect(fingerprint(p, key)).not.toBe(fingerprint(p, base64url(p.signKey(other))));
  });
});

describe('bundle of the day', () => {
  const today = NOW / DAY;
  const idServer = seedOf('home id');
  const key = (name: string, day: number) =>
    signServerKey(p, seedOf(name), day, p.kem.publicKey(seedOf(`${name} ${day}`)));
  const keys = ['home id', 'home ad', 'north content'].flatMap((name) => [
    key(name, today + 1),
    key(name, today),
  ]);
  const bundle = signBundle(p, idServer, today, first, keys);
  const bundleFault = (signed: unknown, now = NOW) => fault(() => checkBundle(p, signed, first, now));

  test('it is taken as made, over JSON, and its keys stand in one order', () => {
    expect(checkBundle(p, JSON.parse(JSON.stringify(bundle)), first, NOW)).toEqual(bundle);
    const again = signBundle(p, idServer, today, first, keys.toReversed());
    expect(bundleHash(p, again.bundle)).toEqual(bundleHash(p, bundle.bundle));
  });

  test('only the ID server signs it', () => {
    expect(bundleFault(signBundle(p, seedOf('north content'), today, first, keys))).toBe('signature');
    expect(bundleFault({ ...bundle, bundle: { ...bundle.bundle, keys: bundle.bundle.keys.slice(1) } })).toBe(
      'signature',
    );
  });

  test('a key another signed, of another server, or put in its place is refused', () => {
    const own = key('north content', today);
    const foreign = { ...key('home ad', today), server: own.server };
    expect(bundleFault(signBundle(p, idServer, today, first, [foreign]))).toBe('signature');
    expect(bundleFault(signBundle(p, idServer, today, first, [key('stranger', today)]))).toBe('signature');
    expect(bundleFault(signBundle(p, idServer, today, first, [{ ...own, day: today + 1 }]))).toBe(
      'signature',
    );
  });

  test('keys of other days, doubled or unsorted keys are malformed', () => {
    const own = key('north content', today);
    expect(bundleFault(signBundle(p, idServer, today, first, [key('home id', today + 2)]))).toBe('malformed');
    expect(bundleFault(signBundle(p, idServer, today, first, [own, own]))).toBe('malformed');
    const unsorted = { ...bundle, bundle: { ...bundle.bundle, keys: bundle.bundle.keys.toReversed() } };
    expect(bundleFault(unsorted)).toBe('malformed');
  });

  test('good for its day and five minutes around it', () => {
    expect(bundleFault(bundle, NOW - 5 * 60_000)).toBe('none');
    expect(bundleFault(bundle, NOW - 5 * 60_000 - 1)).toBe('expired');
    expect(bundleFault(bundle, NOW + DAY + 5 * 60_000)).toBe('expired');
  });
});
