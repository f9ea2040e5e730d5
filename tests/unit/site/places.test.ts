import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVERY, MOST_ON_TOP, placesFor, type Turns, takeTurns } from '../../../lib/site/facebook/places.ts';

const old = (...handles: string[]) => handles.map((handle) => ({ handle, fresh: false }));
const fresh = (...handles: string[]) => handles.map((handle) => ({ handle, fresh: true }));

describe('where posts stand in the feed', () => {
  test('new ones above the first card, the others below it and after every third, in order', () => {
    const turns = takeTurns(null, [...fresh('a', 'b'), ...old('c', 'd', 'e')]);
    expect(placesFor(turns, [1, 2, 3, 4, 5, 6, 7])).toEqual([
      { handle: 'a', card: 1, side: 'before' },
      { handle: 'b', card: 1, side: 'before' },
      { handle: 'c', card: 1, side: 'after' },
      { handle: 'd', card: 3, side: 'after' },
      { handle: 'e', card: 6, side: 'after' },
    ]);
  });

  test('a later fresh post goes on top of the others, which keep their places', () => {
    const before = takeTurns(null, [...fresh('a'), ...old('c', 'd')]);
    const after = takeTurns(before, [...fresh('new'), ...old('a', 'c', 'd')]);
    expect(after).toEqual({ onTop: ['new', 'a'], others: ['c', 'd'] });
  });

  test('what comes while the page is open goes on top even if it was seen elsewhere at once; an old post does not', () => {
    const before = takeTurns(null, old('c', 'd'));
    const after = takeTurns(before, old('new', 'c', 'older', 'd'));
    expect(after).toEqual({ onTop: ['new'], others: ['c', 'd', 'older'] });
    expect(takeTurns(takeTurns(null, []), old('first'))).toEqual({ onTop: ['first'], others: [] });
  });

  test('more new posts than a few do not bury Facebook’s feed', () => {
    const many = fresh('a', 'b', 'c', 'd', 'e', 'f', 'g');
    const turns = takeTurns(null, many);
    expect(turns.onTop).toHaveLength(MOST_ON_TOP);
    expect(turns.others).toEqual(['f', 'g']);
    const later = takeTurns(turns, [...fresh('new'), ...many]);
    expect(later.onTop[0]).toBe('new');
  });

  test('cards that have no element now take no post, and give none to their neighbours', () => {
    const turns = takeTurns(null, [...fresh('a'), ...old('c', 'd', 'e')]);
    expect(placesFor(turns, [5, 6, 7, 8])).toEqual([{ handle: 'e', card: 6, side: 'after' }]);
  });

  test('whatever comes in whatever order, no post stands twice and none leaves its card', () => {
    const posts = fc.uniqueArray(
      fc.record({ handle: fc.stringMatching(/^[0-9a-f]{2}$/), fresh: fc.boolean() }),
      {
        selector: ({ handle }) => handle,
        maxLength: 40,
      },
    );
    const answers = fc.array(posts, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(answers, fc.integer({ min: 1, max: 60 }), (all, first) => {
        const turns = all.reduce<Turns | null>(takeTurns, null) ?? { onTop: [], others: [] };
        const cards = Array.from({ length: 24 }, (_, i) => first + i);
        const places = placesFor(turns, cards);
        const handles = places.map(({ handle }) => handle);
        expect(new Set(handles).size).toBe(handles.length);
        const last = new Set(all.at(-1)?.map(({ handle }) => handle));
        for (const { handle, card, side } of places) {
          expect(last.has(handle)).toBe(true);
          expect(side === 'before' ? card === 1 : card === 1 || card % EVERY === 0).toBe(true);
        }
      }),
    );
  });
});
