import { expect, test } from 'vitest';
import { encode } from '../../../lib/protocol/codec.ts';
import { MalformedError } from '../../../lib/protocol/errors.ts';
import { isKnown, readBody } from '../../../lib/protocol/inside.ts';
import { type Letter, readLetter, writeLetter } from '../../../lib/protocol/letter.ts';

const key = new Uint8Array(32);
const comment = { is: 'comment', text: 'x', when: 1, re: null, mentions: [], photos: [] };
const letter: Letter = {
  from: key,
  device: key,
  to: key,
  log: new Uint8Array(16),
  number: 0,
  previous: key,
  root: { size: 0, root: key, minute: 0, sig: new Uint8Array(64) },
  events: [{ is: 'receipt' }],
};

test('a body of a later version is passed over, not refused', () => {
  const body = readBody(encode({ is: 'poll', options: ['yes', 'no'] }));
  expect(body).toEqual({ is: 'poll', unknown: true });
  expect(isKnown(body)).toBe(false);
  expect(isKnown(readBody(encode(comment)))).toBe(true);
});

test('a body of a known kind is exactly of its form', () => {
  for (const wrong of [
    { ...comment, more: 1 },
    { ...comment, when: 'now' },
    { ...comment, re: new Uint8Array(31) },
    { is: 'comment' },
    { is: 7 },
    {},
    'comment',
    ['comment'],
    null,
    { is: 'x'.repeat(41) },
  ])
    expect(() => readBody(encode(wrong))).toThrow(MalformedError);
  expect(() => readBody(new Uint8Array(0))).toThrow(MalformedError);
});

test('text is counted in code points, up to 100,000', () => {
  const most = encode({ ...comment, text: '😀'.repeat(100_000) });
  expect(isKnown(readBody(most))).toBe(true);
  expect(() => readBody(encode({ ...comment, text: '😀'.repeat(100_001) }))).toThrow(MalformedError);
});

test('a name of a member of Object is no kind', () => {
  expect(readBody(encode({ is: 'constructor' }))).toEqual({ is: 'constructor', unknown: true });
});

test('a letter with an event of a later version is read, the event passed over', () => {
  const later = encode({ ...letter, events: [{ is: 'wave', hand: 'left' }, { is: 'receipt' }] });
  expect(readLetter(later).events).toEqual([{ is: 'wave', unknown: true }, { is: 'receipt' }]);
});

test('a letter of another form is refused', () => {
  expect(readLetter(writeLetter(letter))).toEqual(letter);
  for (const wrong of [
    { ...letter, events: [] },
    { ...letter, events: Array(65).fill({ is: 'receipt' }) },
    { ...letter, events: [{ is: 'text', text: 'x' }] },
    { ...letter, events: [{}] },
    { ...letter, log: key },
    { ...letter, more: 1 },
  ])
    expect(() => readLetter(encode(wrong))).toThrow(MalformedError);
});
