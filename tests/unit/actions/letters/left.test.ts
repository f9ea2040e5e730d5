import { expect, test } from 'vitest';
import { findSpent, isTidied, lookedAt } from '../../../../lib/actions/letters/left.ts';
import type { MailboxRow } from '../../../../lib/db/people.ts';
import type { StoredEntry } from '../../../../lib/protocol/item.ts';

const DAY = 86_400_000;
const NONE = new Uint8Array(32);
const EMPTY: MailboxRow = {
  box: 'friends',
  id: NONE,
  drop: NONE,
  salt: NONE,
  server: NONE,
  gen: 0,
  slots: [],
  number: 0,
  made: true,
};

/** The mailbox after a look at some moment found `count` letters this device cannot open, the newest at `rev`. */
function look(row: MailboxRow, rev: number, count: number, now: number): MailboxRow {
  return { ...row, ...lookedAt(row, { rev, count, now }) };
}

function lettersAt(from: number, to: number): StoredEntry[] {
  return Array.from({ length: to - from + 1 }, (_, i) => ({
    key: NONE,
    number: NONE.slice(0, 16),
    rev: 0,
    gen: 0,
    lane: 0,
    chunks: 0,
    sealed: NONE,
    sig: NONE,
    at: from + i,
    mod: from + i,
  }));
}

test('a mailbox is tidied at the first look, and again after a week', () => {
  expect(isTidied(EMPTY, 0)).toBe(true);
  const row = look(EMPTY, 9, 3, DAY);
  expect(isTidied(row, 7 * DAY)).toBe(false);
  expect(isTidied(row, 8 * DAY)).toBe(true);
});

test('a letter for another device stays a week at least and two at most', () => {
  const tidied = look(EMPTY, 9, 3, 0);
  const later = look(tidied, 12, 2, 3 * DAY);
  const letters = lettersAt(8, 12);
  expect(findSpent(EMPTY, letters)).toEqual([]);
  expect(findSpent(later, letters).map(({ at }) => at)).toEqual([8, 9]);
  const again = look(later, 12, 3, 7 * DAY);
  expect(findSpent(again, letters).map(({ at }) => at)).toEqual([8, 9, 10, 11, 12]);
});

test('who fills a mailbox with what nobody can open is not waited for: the newest stay', () => {
  let row = look(EMPTY, 0, 0, 0);
  for (let rev = 100; rev <= 700; rev += 100) row = look(row, rev, 100, rev);
  expect(isTidied(row, 700)).toBe(true);
  const spent = findSpent(row, lettersAt(1, 700));
  expect(spent.map(({ at }) => at)).toEqual(Array.from({ length: 400 }, (_, i) => i + 1));
  expect(isTidied(look(row, 700, 300, 700), 701)).toBe(false);
});
