import { describe, expect, test } from 'vitest';
import { EXAMPLES } from '../../../lib/site/facebook/examples.ts';
import { kindOf, PAGE_KINDS, profileOf } from '../../../lib/site/facebook/pages.ts';

describe('what a page is, by its address', () => {
  for (const kind of PAGE_KINDS) {
    test.each(EXAMPLES[kind])(`${kind}, and nothing else: %s`, (address) => {
      expect(kindOf(address)).toBe(kind);
    });
  }

  test('every kind has examples, and none stands under two kinds', () => {
    const all = PAGE_KINDS.flatMap((kind) => EXAMPLES[kind]);
    expect(new Set(all).size).toBe(all.length);
    for (const kind of PAGE_KINDS) expect(EXAMPLES[kind].length).toBeGreaterThan(1);
  });
});

describe('whose profile it is', () => {
  const base = 'https://www.facebook.com/';

  test('dots, case, tabs and parameters make no difference', () => {
    const own = profileOf('/Me.Vanity?__cft__[0]=AZx', base);
    expect(own).not.toBeNull();
    expect(profileOf('https://www.facebook.com/mevanity/about', base)).toBe(own);
    expect(profileOf('https://web.facebook.com/me.vanity/', base)).toBe(own);
  });

  test('a number is one person, wherever it stands in the address', () => {
    expect(profileOf('/profile.php?id=100000000000001&sk=friends', base)).toBe('100000000000001');
    expect(profileOf('/people/Ann-Friend/100000000000001/', base)).toBe('100000000000001');
  });

  test('other people, other sites and places of Facebook are not it', () => {
    expect(profileOf('/ann.friend', base)).not.toBe(profileOf('/annafriend', base));
    expect(profileOf('https://example.org/me.vanity', base)).toBeNull();
    expect(profileOf('/groups/123456789/', base)).toBeNull();
    expect(profileOf('/friends/', base)).toBeNull();
  });
});
