import { emptyRoot, nodeHash } from './merkle.ts';
import type { Primitives } from './primitives.ts';

/** A growing tree of RFC 6962 that makes proofs; all of it in memory, some 64 bytes a leaf. */
export interface MerkleTree {
  readonly size: number;
  /** Adds a leaf hash; its index comes back. */
  append(leaf: Uint8Array): number;
  /** The root of the first `size` leaves (all where not said). */
  root(size?: number): Uint8Array;
  /** The audit path of leaf `index` in the tree of the first `size` leaves, lowest first. */
  inclusion(index: number, size?: number): Uint8Array[];
  /** The proof that the tree of `to` leaves begins with that of `from`; empty where `from` is 0 or `to`. */
  consistency(from: number, to?: number): Uint8Array[];
}

/**
 * Builds a tree from leaf hashes (of leafHash). Hashes of whole subtrees are kept, level by level, so appending, roots and
 * proofs of any size cost O(log n). Roots and proofs throw RangeError for sizes and indices the tree does not have.
 */
export function merkleTree(p: Primitives, leaves: Iterable<Uint8Array> = []): MerkleTree {
  const levels: Uint8Array[][] = [[]]; // levels[k][i] = root of leaves i * 2^k to (i + 1) * 2^k

  const size = () => levels[0]?.length ?? 0;

  function append(leaf: Uint8Array): number {
    let hash = leaf;
    for (let k = 0; ; k++) {
      const level = levels[k] ?? [];
      levels[k] = level;
      const left = level.at(-1);
      level.push(hash);
      if (level.length % 2 === 1 || left === undefined) return size() - 1;
      hash = nodeHash(p, left, hash);
    }
  }

  /** Root of leaves start to end; start is a multiple of the largest power of two in between. */
  function subtree(start: number, end: number): Uint8Array {
    const whole = levels[Math.log2(end - start)]?.[start / (end - start)];
    if (whole !== undefined) return whole;
    const middle = start + splitOf(end - start);
    return nodeHash(p, subtree(start, middle), subtree(middle, end));
  }

  function root(of = size()): Uint8Array {
    within(of, 0, size());
    return of === 0 ? emptyRoot(p) : subtree(0, of);
  }

  /** PATH of RFC 6962 (2.1.1). */
  function inclusion(index: number, of = size()): Uint8Array[] {
    within(of, 1, size());
    within(index, 0, of - 1);
    const path: Uint8Array[] = [];
    for (let [start, end] = [0, of]; end - start > 1; ) {
      const middle = start + splitOf(end - start);
      path.push(index < middle ? subtree(middle, end) : subtree(start, middle));
      [start, end] = index < middle ? [start, middle] : [middle, end];
    }
    return path.reverse();
  }

  /** PROOF of RFC 6962 (2.1.2). */
  function consistency(from: number, to = size()): Uint8Array[] {
    within(to, 0, size());
    within(from, 0, to);
    if (from === 0 || from === to) return [];
    const path: Uint8Array[] = [];
    let [start, end] = [0, to];
    while (end !== from) {
      const middle = start + splitOf(end - start);
      path.push(from <= middle ? subtree(middle, end) : subtree(start, middle));
      [start, end] = from <= middle ? [start, middle] : [middle, end];
    }
    if (start !== 0) path.push(subtree(start, end));
    return path.reverse();
  }

  for (const leaf of leaves) append(leaf);
  return {
    get size() {
      return size();
    },
    append,
    root,
    inclusion,
    consistency,
  };
}

/** The largest power of two below n. */
function splitOf(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

function within(value: number, least: number, most: number): void {
  if (!Number.isSafeInteger(value) || value < least || value > most) throw new RangeError('not in the tree');
}
