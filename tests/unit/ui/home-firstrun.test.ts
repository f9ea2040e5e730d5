import { describe, expect, it } from 'vitest';
import type { FirstRunView } from '../../../lib/db/queries/firstrun.ts';
import { AskError } from '../../../lib/messages/errors.ts';
import { ageOn, readBirth } from '../../../lib/ui/firstrun/birth.ts';
import { COLOURS, drawMark, readMark } from '../../../lib/ui/firstrun/marks.ts';
import { networkWord, phraseWord } from '../../../lib/ui/firstrun/refusals.ts';
import { stepOf } from '../../../lib/ui/firstrun/step.ts';
import { twoPlaces } from '../../../lib/ui/firstrun/twoplaces.ts';

const NOW = Date.UTC(2026, 4, 4, 12);
const NOTHING: FirstRunView = {
  joined: false,
  name: null,
  registered: false,
  refused: null,
  why: null,
  phraseKept: false,
};

describe('a birth date', () => {
  it('is read as year-month-day', () => {
    expect(readBirth(' 1990-05-04 ', NOW)).toEqual({ year: 1990, month: 5, day: 4 });
  });

  it.each([
    '',
    '04.05.1990',
    '1990-13-01',
    '1990-02-30',
    '1990-00-10',
    '1990-05-00',
    '1889-01-01',
    '2026-05-05',
  ])('is not %s', (typed) => {
    expect(readBirth(typed, NOW)).toBeNull();
  });

  it('makes somebody a year older on the day itself, not the day before', () => {
    expect(ageOn({ year: 2013, month: 5, day: 4 }, NOW)).toBe(13);
    expect(ageOn({ year: 2013, month: 5, day: 5 }, NOW)).toBe(12);
  });
});

describe('the screens of the first run', () => {
  it('follow from what is done, so that a reload goes on there', () => {
    const joined = { ...NOTHING, joined: true };
    const somebody = { ...joined, name: 'Alice' };
    expect(stepOf(NOTHING, false)).toBe('network');
    expect(stepOf(joined, false)).toBe('you');
    expect(stepOf(somebody, true)).toBe('phrase');
    expect(stepOf({ ...somebody, phraseKept: true }, true)).toBe('name');
    expect(stepOf({ ...somebody, refused: 'name-taken' }, false)).toBe('name');
    expect(stepOf({ ...somebody, phraseKept: true, registered: true }, false)).toBe('done');
  });

  it('show the phrase before Home, though the name is registered already', () => {
    expect(stepOf({ ...NOTHING, joined: true, name: 'Alice', registered: true }, true)).toBe('phrase');
  });

  it('do not ask for a phrase that can be shown no more', () => {
    expect(stepOf({ ...NOTHING, joined: true, name: 'Alice', registered: true }, false)).toBe('done');
  });
});

describe('the words asked of a phrase', () => {
  it('are two different ones, in order, at any throw of the dice', () => {
    for (const throws of [
      [0, 0],
      [0.999, 0],
      [0.999, 0.999],
      [0, 0.999],
      [0.5, 0.49],
    ]) {
      const dice = [...throws];
      const [first, second] = twoPlaces(24, () => dice.shift() ?? 0);
      expect(first).toBeLessThan(second);
      expect(first).toBeGreaterThanOrEqual(0);
      expect(second).toBeLessThan(24);
    }
  });
});

describe('what is said of a refusal', () => {
  it('tells a forged, an old and an unreadable network apart', () => {
    const words = (['forged', 'expired', 'not-a-network', 'offline'] as const).map((code) =>
      networkWord(new AskError(code)),
    );
    expect(new Set(words).size).toBe(4);
    expect(words[0]).toContain('forged');
    expect(words[1]).toContain('too old');
  });

  it('names the word of a phrase that is wrong', () => {
    expect(phraseWord(new AskError('not-a-phrase', 'word 7 is not in the list'))).toContain('Word 7');
    expect(phraseWord(new AskError('not-a-phrase', 'recovery phrase: checksum'))).toContain('order');
    expect(phraseWord(new AskError('not-a-phrase', 'recovery phrase: length'))).toContain('24 words');
    expect(phraseWord(new AskError('absent'))).toContain('Nobody in this network');
  });
});

describe('a mark', () => {
  it('is drawn by lot and can be kept', () => {
    const mark = drawMark(() => 0.999);
    expect(readMark(mark)).toEqual(mark);
    expect(COLOURS.map(([colour]) => colour)).toContain(mark.colour);
  });

  it('is not read from anything else', () => {
    expect(readMark({ colour: 'red' })).toBeNull();
    expect(readMark(null)).toBeNull();
  });
});
