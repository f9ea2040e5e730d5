import { concat, same } from '../bytes.ts';
import type { Primitives } from './primitives.ts';

// Hashing and proofs of RFC 6962 (2.1) over SHA-256; the checks follow RFC 9162 (2.1.3.2, 2.1.4.2), which writes them out.

/** H(0x00 | data), 32 bytes. */
export function leafHash(p: Primitives, data: Uint8Array): Uint8Array {
  return p.sha256(concat(Uint8Array.of(0), data));
}

/** H(0x01 | left | right), 32 bytes. */
export function nodeHash(p: Primitives, left: Uint8Array, right: Uint8Array): Uint8Array {
  return p.sha256(concat(Uint8Array.of(1), left, right));
}

/** The root of a tree without leaves: H of nothing. */
export function emptyRoot(p: Primitives): Uint8Array {
  return p.sha256(new Uint8Array(0));
}

/** Whether `path` proves that `leaf` (a leaf hash) stands at `index` in the tree of `size` leaves with this root. */
export function verifyInclusion(
  p: Primitives,
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!isCount(index) || !isCount(size) || index >= size) return false;
  let [place, last, hash] = [index, size - 1, leaf];
  for (const sibling of path) {
    if (last === 0) return false;
    if (isOdd(place) || place === last) {
      hash = nodeHash(p, sibling, hash);
      while (!isOdd(place) && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      hash = nodeHash(p, hash, sibling);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && same(hash, root);
}

/**
 * Whether `path` proves that the tree of `newSize` leaves begins with the tree of `oldSize`. Every tree begins with the
 * empty one (no path, its root that of no leaves), and with itself (no path, equal roots).
 */
export function verifyConsistency(
  p: Primitives,
  oldSize: number,
  oldRoot: Uint8Array,
  newSize: number,
  newRoot: Uint8Array,
  path: readonly Uint8Array[],
): boolean {
  if (!isCount(oldSize) || !isCount(newSize) || oldSize > newSize) return false;
  if (oldSize === newSize) return path.length === 0 && same(oldRoot, newRoot);
  if (oldSize === 0) return path.length === 0 && same(oldRoot, emptyRoot(p));
  let [place, last] = [oldSize - 1, newSize - 1];
  while (isOdd(place)) [place, last] = [half(place), half(last)];
  const whole = place === 0; // the old tree is one whole subtree: its root begins the path and is not sent
  const [first, ...rest] = whole ? [oldRoot, ...path] : path;
  if (first === undefined) return false;
  let [before, after] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (isOdd(place) || place === last) {
      before = nodeHash(p, sibling, before);
      after = nodeHash(p, sibling, after);
      while (!isOdd(place) && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      after = nodeHash(p, after, sibling);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && same(before, oldRoot) && same(after, newRoot);
}

// Sizes go beyond 32 bits, so no bit operators.
const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0;
const isOdd = (value: number) => value % 2 === 1;
const half = (value: number) => Math.floor(value / 2);
