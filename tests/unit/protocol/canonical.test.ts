import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../lib/protocol/canonical.ts';
import { MalformedError } from '../../../lib/protocol/errors.ts';

describe('canonical JSON', () => {
  test('members by code unit, no white space, escapes as JSON.stringify has them', () => {
    // RFC 8785, 3.2.3: sorting is by UTF-16 code units, not by code points
    const names = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 };
    expect(canonicalJson(names)).toBe(
      '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}',
    );
    expect(canonicalJson({ b: [true, null, -3], a: '"\\\u0007/é' })).toBe(
      '{"a":"\\"\\\\\\u0007/é","b":[true,null,-3]}',
    );
  });

  test('what has no form is refused', () => {
    for (const value of [
      1.5,
      Number.NaN,
      2 ** 53,
      -0,
      '\ud800',
      { '\udc00': 1 },
      undefined,
      1n,
      () => 0,
      [undefined],
    ])
      expect(() => canonicalJson(value)).toThrow(MalformedError);
    let deep: unknown = 1;
    for (let i = 0; i < 20; i++) deep = [deep];
    expect(() => canonicalJson(deep)).toThrow(MalformedError);
  });

  test('the order in which members were written does not matter, and reading it back loses nothing', () => {
    const keys = fc.string().filter((text) => text !== '__proto__');
    const value = fc.dictionary(
      keys,
      fc.oneof(fc.maxSafeInteger(), fc.string(), fc.boolean(), fc.constant(null)),
    );
    fc.assert(
      fc.property(value, (one) => {
        const turned = Object.fromEntries(Object.entries(one).reverse());
        expect(canonicalJson(turned)).toBe(canonicalJson(one));
        expect(JSON.parse(canonicalJson(one))).toEqual({ ...one });
      }),
    );
  });
});
