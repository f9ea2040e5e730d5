import { describe, expect, it } from 'vitest';
import { VARIABLES } from '../../../lib/site/facebook/look.ts';
import { readLook, TAKEN } from '../../../lib/ui/frame/look.ts';
import { inSteps } from '../../../lib/ui/frame/steps.ts';
import { places } from '../../../lib/ui/photos/layout.ts';

describe('the look of the page beside a frame', () => {
  it('gives colours and lengths under known names, direction, theme and font', () => {
    const look = readLook({
      '--card-background': ' #242526 ',
      '--hover-overlay': 'rgba(255, 255, 255, .1)',
      '--card-corner-radius': '8px',
      'color-scheme': 'dark',
      direction: 'rtl',
      'font-family': 'Segoe UI Historic, "Segoe UI", sans-serif',
    });
    expect(look).toEqual({
      variables: [
        ['--card-background', '#242526'],
        ['--card-corner-radius', '8px'],
        ['--hover-overlay', 'rgba(255, 255, 255, .1)'],
      ],
      dark: true,
      direction: 'rtl',
      font: 'Segoe UI Historic, "Segoe UI", sans-serif',
    });
  });
  it('is read of the page as far as a frame takes it, and no further', () => {
    expect([...VARIABLES].sort()).toEqual([...TAKEN].sort());
  });
  it('takes nothing that loads, moves or ends a rule', () => {
    const evil = [
      'url(https://evil.example)',
      'red;position:fixed',
      'var(--x)',
      'calc(1px)',
      'image-set("x" 1x)',
      '',
    ];
    for (const value of evil) {
      expect(readLook({ '--card-background': value }).variables).toEqual([]);
      expect(readLook({ 'font-family': `${value};` }).font).toBeNull();
    }
    expect(readLook({ '--peerwall': 'red', '--other': 'red' }).variables).toEqual([]);
    expect(readLook({ 'color-scheme': 'x', direction: 'x' })).toMatchObject({ dark: null, direction: 'ltr' });
  });
});

describe('room', () => {
  it('is asked for in steps, within bounds', () => {
    expect([0, 1, 16, 17, 999_999].map(inSteps)).toEqual([16, 16, 16, 32, 20_000]);
  });
});

describe('photos in a grid', () => {
  it('fill every row whole, and say how many are left over', () => {
    for (let count = 0; count <= 12; count++) {
      const all = places(count);
      expect(all.length).toBe(Math.min(count, 5));
      const rows = new Map<number, number>();
      for (const { row, columns } of all) rows.set(row, (rows.get(row) ?? 0) + columns);
      for (const columns of rows.values()) expect(columns).toBe(6);
      expect(all.at(-1)?.more ?? 0).toBe(Math.max(0, count - 5));
    }
  });
});
