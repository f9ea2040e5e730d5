import { describe, expect, it } from 'vitest';
import { COLOURS, colourOf, initials } from '../../../lib/ui/person.ts';

const parts = (colour: string) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);

function contrastWithWhite(colour: string): number {
  const [red = 0, green = 0, blue = 0] = parts(colour).map(linear);
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}

/** Where a colour lies in OKLab: distances there are what an eye sees. */
function place(colour: string): number[] {
  const [red = 0, green = 0, blue = 0] = parts(colour).map(linear);
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

describe('the colours of pictures', () => {
  it('are at least twelve, and white letters can be read on each', () => {
    expect(COLOURS.length).toBeGreaterThanOrEqual(12);
    for (const colour of COLOURS) expect(contrastWithWhite(colour), colour).toBeGreaterThan(4.5);
  });

  it('are each told from all others', () => {
    for (const [i, one] of COLOURS.entries())
      for (const other of COLOURS.slice(i + 1)) {
        const [a, b] = [place(one), place(other)];
        const far = Math.hypot(...a.map((part, k) => part - (b[k] ?? 0)));
        expect(far, `${one} ${other}`).toBeGreaterThan(0.055);
      }
  });

  it('come about equally often, also for UserIDs that differ little', () => {
    const many = Array.from({ length: 5600 }, (_, i) => colourOf(i.toString(16).padStart(64, '0')));
    for (const colour of COLOURS) {
      const share = (many.filter((one) => one === colour).length / many.length) * COLOURS.length;
      expect(share, colour).toBeGreaterThan(0.7);
      expect(share, colour).toBeLessThan(1.3);
    }
  });
});

describe('the letters of pictures', () => {
  it('are the first ones of the first and last word, in any script', () => {
    expect(['Alice', 'Carol Ostrowska', 'éric van den berg', '王 芳', '  ', '🦉'].map(initials)).toEqual([
      'A',
      'CO',
      'ÉB',
      '王芳',
      '?',
      '?',
    ]);
  });
});
