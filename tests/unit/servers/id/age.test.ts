import { expect, test } from 'vitest';
import { type Birth, dateOf, isBirth, isOver } from '../../../../servers/id/age.ts';

const at = (text: string): Birth => {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  return { year, month, day };
};

test.each([
  ['2010-06-15', '2023-06-15', true],
  ['2010-06-15', '2023-06-14', false],
  ['2010-06-15', '2023-07-01', true],
  ['2010-06-15', '2022-12-31', false],
  ['2008-02-29', '2021-02-28', false],
  ['2008-02-29', '2021-03-01', true],
  ['2011-02-28', '2024-02-28', true],
  ['2011-03-01', '2024-02-29', false],
])('born %s, thirteen on %s: %s', (birth, today, over) => {
  expect(isOver(at(birth), 13, at(today))).toBe(over);
});

test('days that are none, to come, or before anybody living', () => {
  const today = at('2024-10-04');
  for (const birth of [
    '2023-02-29',
    '2000-02-30',
    '2000-13-01',
    '2000-00-10',
    '2000-04-31',
    '2024-10-05',
    '1873-01-01',
    '0050-01-01',
  ])
    expect(isBirth(at(birth), today), birth).toBe(false);
  for (const birth of ['2024-02-29', '2024-10-04', '1900-12-31', '1874-10-04'])
    expect(isBirth(at(birth), today), birth).toBe(true);
});

test('the day is that of UTC', () => {
  expect(dateOf(Date.UTC(2024, 1, 29, 23, 59))).toEqual({ year: 2024, month: 2, day: 29 });
});
