import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldName, nameFault, tidyName } from '../../../lib/protocol/names.ts';

describe('names that people have', () => {
  test.each([
    'Alice',
    'Bob Brown',
    "Sinead O'Connor",
    'Jean-Luc Müller',
    'Dr. Eve 2',
    'Nguyễn Thị Minh',
    'Ольга Иванова',
    'Σωκράτης',
    'محمد علي',
    'שָׂרָה',
    'अनुराग शर्मा',
    '山田 太郎',
    'サトー あゆみ',
    '佐々木 Ken',
    '김 민준',
    '李 Lee',
    'ก้อย',
    'Ａｌｉｃｅ',
  ])('%s', (name) => {
    expect(nameFault(name)).toBeNull();
  });
});

describe('what is refused', () => {
  test.each([
    ['one character', 'A', 'length'],
    ['65 characters', 'a'.repeat(65), 'length'],
    ['blanks only', '   ', 'length'],
    ['no letter', '12 34', 'letters'],
    ['Cyrillic а in Latin', 'Аlice', 'scripts'],
    ['Greek ο in Latin', 'Bοb', 'scripts'],
    ['Latin and Arabic', 'Alice محمد', 'scripts'],
    ['Cyrillic and Han', 'Иван 李', 'scripts'],
    ['Hangul and kana', '김 さくら', 'scripts'],
    ['Arabic digits in Latin', 'Bob ٢', 'scripts'],
    ['zero-width space', 'Al\u200bice', 'characters'],
    ['zero-width joiner', 'Al\u200dice', 'characters'],
    ['soft hyphen', 'Al\u00adice', 'characters'],
    ['right-to-left override', '\u202eecilA', 'characters'],
    ['right-to-left mark at the end', 'Alice\u200f', 'characters'],
    ['byte order mark at the end', 'Alice\ufeff', 'characters'],
    ['variation selector', 'Al\ufe0fice', 'characters'],
    ['Hangul filler', '김\u3164', 'characters'],
    ['grapheme joiner', 'Al\u034fice', 'characters'],
    ['control', 'Al\u0007ice', 'characters'],
    ['line break at the end', 'Alice\n', 'characters'],
    ['line break', 'Alice\nBob', 'characters'],
    ['private use', 'Alice \ue000', 'characters'],
    ['emoji', 'Alice 🙂', 'characters'],
    ['markup', '<b>Alice</b>', 'characters'],
    ['curly apostrophe', 'O’Connor', 'characters'],
    ['lone surrogate', 'Alice \ud800', 'characters'],
    ['leading mark', '\u0301Alice', 'characters'],
    ['mark on a blank', 'Alice \u0323', 'characters'],
    ['a heap of marks', `Al${'\u0332\u0333\u0334\u0335\u0336'}ice`, 'characters'],
  ])('%s', (_, name, fault) => {
    expect(nameFault(name)).toBe(fault);
  });
});

test('names written differently are one name', () => {
  for (const other of ['ALICE  brown', ' alice brown ', 'Ａｌｉｃｅ\u3000Ｂｒｏｗｎ', 'Alice\u00a0Brown'])
    expect(foldName(other)).toBe('alice brown');
  expect(foldName('Mu\u0308ller')).toBe(foldName('Müller'));
  expect(foldName('Alice')).not.toBe(foldName('Alicia'));
});

test('a name folds to itself, and tidying changes no name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 70 }), (text) => {
      if (nameFault(text) !== null) return;
      expect(nameFault(tidyName(text))).toBeNull();
      expect(foldName(foldName(text))).toBe(foldName(text));
      expect(foldName(tidyName(text))).toBe(foldName(text));
    }),
  );
});
