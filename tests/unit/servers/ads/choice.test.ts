import { expect, test } from 'vitest';
import { u32 } from '../../../../lib/bytes.ts';
import type { Listed } from '../../../../servers/ads/catalogue.ts';
import { draw, fits } from '../../../../servers/ads/choice.ts';

function campaign(id: string, changes: Partial<Listed['campaign']> = {}): Listed {
  const about = {
    advertiser: 'A',
    text: 'T',
    link: 'https://a.example/',
    from: 0,
    until: 1_000,
    budget: 100,
  };
  return { campaign: { id, ...about, ...changes }, id: new Uint8Array(16), picture: null };
}

/** A generator of 32-bit numbers that is the same in every run. */
function numbers(): (n: number) => Uint8Array {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return u32(state);
  };
}

test('a campaign is for its cells, keywords and time', () => {
  const everybody = { cell: undefined, keyword: undefined };
  const north = { cell: 'north', keyword: undefined };
  expect(fits(campaign('a'), everybody, 5)).toBe(true);
  expect(fits(campaign('a'), north, 5)).toBe(true);
  expect(fits(campaign('a', { cells: ['north'] }), everybody, 5)).toBe(false);
  expect(fits(campaign('a', { cells: ['north'] }), north, 5)).toBe(true);
  expect(fits(campaign('a', { cells: ['south'] }), north, 5)).toBe(false);
  expect(fits(campaign('a', { keywords: ['books'] }), north, 5)).toBe(false);
  expect(fits(campaign('a', { keywords: ['books'] }), { ...north, keyword: 'books' }, 5)).toBe(true);
  expect(fits(campaign('a', { from: 6 }), everybody, 5)).toBe(false);
  expect(fits(campaign('a', { until: 5 }), everybody, 5)).toBe(false);
});

test('who has three times as much left is drawn first three times as often; who has nothing left, never', () => {
  const [big, small, spent] = [campaign('big'), campaign('small'), campaign('spent')];
  const left = (one: Listed) => (one === big ? 300 : one === small ? 100 : 0);
  const random = numbers();
  let first = 0;
  for (let i = 0; i < 4_000; i++) {
    const drawn = draw([spent, small, big], left, 12, random);
    expect(drawn).toHaveLength(2);
    expect(drawn).not.toContain(spent);
    if (drawn[0] === big) first++;
  }
  expect(first / 4_000).toBeGreaterThan(0.72);
  expect(first / 4_000).toBeLessThan(0.78);
});

test('no more than asked for', () => {
  const many = Array.from({ length: 20 }, (_, n) => campaign(`c${n}`));
  const drawn = draw(many, () => 1, 12, numbers());
  expect(new Set(drawn).size).toBe(12);
});
