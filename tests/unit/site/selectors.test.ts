import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Candidate } from '../../../lib/site/facebook/selectors.ts';
import * as selectors from '../../../lib/site/facebook/selectors.ts';

const folder = new URL('../../../lib/site/facebook/', import.meta.url);
const lists = Object.entries(selectors).flatMap(([name, value]): [string, readonly Candidate[]][] =>
  typeof value === 'string' ? [] : [[name, value]],
);

describe('what Facebook’s pages are known by', () => {
  test.each(lists)('%s: roles, ARIA, data and addresses, never classes, ids or words', (_, candidates) => {
    expect(candidates.length).toBeGreaterThan(0);
    for (const { css } of candidates) {
      expect(css).not.toMatch(/[.#][a-zA-Z_]|\[class|\[id[\]^$*~|=]|nth-/);
      expect(css).not.toMatch(/aria-label[\^$*~|]?=|aria-placeholder|title=/);
    }
  });

  test.each(lists)('%s: says how many to expect', (_, candidates) => {
    for (const {
      expect: [least, most],
    } of candidates) {
      expect(least).toBeGreaterThan(0);
      expect(most).toBeGreaterThanOrEqual(least);
    }
  });

  test('the knowledge of pages imports nothing of ours', () => {
    for (const name of readdirSync(folder)) {
      for (const [, from] of readFileSync(new URL(name, folder), 'utf8').matchAll(/from '([^']+)'/g))
        expect(from, name).toMatch(/^\.\/[a-z]+\.ts$/);
    }
  });
});
