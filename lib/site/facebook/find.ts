import type { Candidates } from './selectors.ts';

/** Which candidate was believed, and what it gave, in document order. */
export interface Found {
  readonly candidate: number;
  readonly elements: readonly Element[];
}

/** Elements by the first candidate that gives as many as it is expected to; null where none does. */
export function find(
  root: ParentNode,
  candidates: Candidates,
  counts: (element: Element) => boolean = () => true,
): Found | null {
  for (const [candidate, { css, expect }] of candidates.entries()) {
    const elements = [...root.querySelectorAll(css)].filter(counts);
    if (elements.length >= expect[0] && elements.length <= expect[1]) return { candidate, elements };
  }
  return null;
}

/** The one element by the first candidate that fits; null where none does. */
export function findOne(
  root: ParentNode,
  candidates: Candidates,
  counts?: (element: Element) => boolean,
): Element | null {
  return find(root, candidates, counts)?.elements[0] ?? null;
}
