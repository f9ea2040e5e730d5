import { describe, expect, test } from 'vitest';
import { contrast, luminance, readColour } from '../../../lib/site/facebook/colour.ts';
import { isPlain, readable } from '../../../lib/site/facebook/look.ts';

/** What Facebook's page says of text and what it is written on, and something else. */
const LIGHT = {
  '--primary-text': '#050505',
  '--card-background': '#FFFFFF',
  '--popover-background': '#FFFFFF',
  '--comment-background': '#F0F2F5',
  '--secondary-button-background': '#E4E6EB',
  '--secondary-text': '#65676B',
  '--primary-button-background': '#1B74E4',
  '--notification-badge': '#E41E3F',
  '--accent': '#1877f2',
};

describe('what is taken over of the page’s look', () => {
  test.each([
    '#242526',
    'rgba(0, 0, 0, 0.05)',
    'hsl(214, 89%, 52%)',
    '8px',
    '0 1px 2px rgba(0,0,0,.2)',
    'Segoe UI Historic, "Segoe UI", Helvetica, sans-serif',
    'rgb(0 0 0 / 20%)'.replace(' / ', ','),
  ])('plain values are: %s', (value) => expect(isPlain(value)).toBe(true));

  test.each([
    'url(https://www.facebook.com/seen)',
    'URL ("x")',
    'image-set("a.png" 1x)',
    'var(--elsewhere)',
    'red; background: blue',
    'red } * { display: none',
    '@import "x"',
    'attr(title)',
    '\\75rl(x)',
    '',
    'a'.repeat(201),
  ])('what loads, refers or ends a rule is not: %s', (value) => expect(isPlain(value)).toBe(false));

  test('text in the colour of its card is not taken over, so that nobody clicks on what cannot be read', () => {
    const look = { ...LIGHT, '--primary-text': '#ffffff', '--card-background': '#fefefe' };
    expect(readable(look)).toEqual({ '--accent': '#1877f2' });
  });

  test.each([
    ['text and card by names', { '--primary-text': 'white', '--card-background': 'white' }],
    ['a card alone, for text we have by ourselves', { '--primary-text': '', '--card-background': '#000000' }],
    ['white buttons, for what is written on them in white', { '--primary-button-background': '#fdfdfd' }],
    ['a pale button for what cannot be undone', { '--notification-badge': '#ffffff' }],
    ['a button of the colour of its words', { '--secondary-button-background': '#050505' }],
    ['a card one sees through', { '--card-background': 'rgba(255,255,255,0.2)' }],
  ])('nor is %s', (_, hostile) => {
    expect(readable({ ...LIGHT, ...hostile })).toEqual({ '--accent': '#1877f2' });
  });

  test('transparent text is not taken over either', () => {
    const look = { ...LIGHT, '--primary-text': 'rgba(0,0,0,0.1)', '--card-background': '#ffffff' };
    expect(readable(look)).toEqual({ '--accent': '#1877f2' });
  });

  test('Facebook’s own colours are, light and dark', () => {
    const later = { ...LIGHT, '--comment-background': 'rgba(134, 142, 153, 0.1)' };
    const dark = {
      '--primary-text': '#E4E6EB',
      '--card-background': '#242526',
      '--popover-background': '#3E4042',
      '--comment-background': '#3A3B3C',
      '--secondary-button-background': 'rgba(255, 255, 255, 0.1)',
      '--secondary-text': '#B0B3B8',
      '--primary-button-background': '#1B74E4',
      '--notification-badge': '#E41E3F',
    };
    for (const look of [LIGHT, later, dark]) expect(readable(look)).toEqual(look);
  });
});

describe('colours', () => {
  test('the same colour, however it is written', () => {
    for (const text of ['#1877f2', '#1877F2ff', 'rgb(24, 119, 242)', 'rgba(24,119,242,1)']) {
      expect(readColour(text)?.map((part) => Math.round(part * 255))).toEqual([24, 119, 242, 255]);
    }
    const [red = 0, green = 0, blue = 0] = readColour('hsl(120, 100%, 25%)') ?? [];
    expect([red, green, blue].map((part) => Math.round(part * 255))).toEqual([0, 128, 0]);
  });

  test('what is no colour is null', () => {
    for (const text of [
      '',
      'red',
      '#12',
      'rgb(1,2)',
      'rgb(a,b,c)',
      'hsl(x, 1%, 1%)',
      '#1877f2 0',
      'url(#fff)',
    ])
      expect(readColour(text)).toBeNull();
  });

  test('black on white is 21 to 1', () => {
    const black = readColour('#000') ?? [1, 1, 1, 1];
    const white = readColour('#fff') ?? [0, 0, 0, 1];
    expect(contrast(black, white)).toBeCloseTo(21);
    expect(luminance(white)).toBeCloseTo(1);
  });
});
