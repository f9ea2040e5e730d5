import { emptyRoot, leafHash, nodeHash } from '../../../lib/crypto/merkle.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { signTagged } from '../../../lib/crypto/tagged.ts';
import type { LogProof, LogRoot } from '../../../lib/protocol/identity.ts';

/** An ID server's log in memory, as RFC 6962 writes it: for worlds that have to lie with it. */
export class TestLog {
  readonly leaves: Uint8Array[];
  readonly #seed: Uint8Array;

  /** `seed`: the ID server's identity. */
  constructor(seed: Uint8Array, leaves: Uint8Array[] = []) {
    this.#seed = seed;
    this.leaves = leaves;
  }

  add(leaf: Uint8Array): void {
    this.leaves.push(leaf);
  }

  root(minute: number, size = this.leaves.length): LogRoot {
    const root = tree(this.leaves.slice(0, size));
    return { size, root, minute, sig: signTagged(p, this.#seed, 'log root', size, root, minute) };
  }

  /** Null where the leaf is not there. */
  find(leaf: Uint8Array, minute: number): LogProof | null {
    const index = this.leaves.findIndex((one) => Buffer.compare(one, leaf) === 0);
    return index < 0 ? null : { index, path: path(index, this.leaves), root: this.root(minute) };
  }

  consistency(from: number, to: number): Uint8Array[] {
    return from === to || from === 0 ? [] : subproof(from, this.leaves.slice(0, to), true);
  }
}

function tree(leaves: Uint8Array[]): Uint8Array {
  const [first] = leaves;
  if (first === undefined) return emptyRoot(p);
  if (leaves.length === 1) return leafHash(p, first);
  const k = split(leaves.length);
  return nodeHash(p, tree(leaves.slice(0, k)), tree(leaves.slice(k)));
}

function path(index: number, leaves: Uint8Array[]): Uint8Array[] {
  if (leaves.length <= 1) return [];
  const k = split(leaves.length);
  return index < k
    ? [...path(index, leaves.slice(0, k)), tree(leaves.slice(k))]
    : [...path(index - k, leaves.slice(k)), tree(leaves.slice(0, k))];
}

function subproof(m: number, leaves: Uint8Array[], whole: boolean): Uint8Array[] {
  if (m === leaves.length) return whole ? [] : [tree(leaves)];
  const k = split(leaves.length);
  return m <= k
    ? [...subproof(m, leaves.slice(0, k), whole), tree(leaves.slice(k))]
    : [...subproof(m - k, leaves.slice(k), false), tree(leaves.slice(0, k))];
}

/** The largest power of two below n. */
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}
