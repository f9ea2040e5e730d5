import type { Candidates } from './selectors.ts';

/** Elements, in document order, by the first candidate that gives as many as it is expected to; null where none does. */
export function find(
  root: ParentNode,
  candidates: Candidates,
  counts: (element: Element) => boolean = () => true,
): readonly Element[] | null {
  for (const { css, expect } of candidates) {
    const elements = [...root.querySelectorAll(css)].filter(counts);
    if (elements.length >= expect[0] && elements.length <= expect[1]) return elements;
  }
  return null;
}

/** The one element by the first candidate that fits; null where none does. */
export function findOne(
  root: ParentNode,
  candidates: Candidates,
  counts?: (element: Element) => boolean,
): Element | null {
  return find(root, candidates, counts)?.[0] ?? null;
}
