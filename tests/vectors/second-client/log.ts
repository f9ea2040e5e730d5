// Section 6: the log, a tree of RFC 6962.
import { type Bytes, concat, equal, must } from './bytes.ts';
import { frame, H, sign, tagged, verify } from './frame.ts';
import type { LogProof, LogRoot } from './shapes.ts';

/** The 32 bytes that are a leaf's data. */
export const leafOf = (type: string, salt: Bytes, data: Bytes): Bytes => tagged('log', type, salt, data);
export const epochData = (epoch: number, pk: Bytes): Bytes => frame('epoch', epoch, pk);
export const leafHash = (leaf: Bytes): Bytes => H(concat(Uint8Array.of(0), leaf));
const nodeHash = (left: Bytes, right: Bytes): Bytes => H(concat(Uint8Array.of(1), left, right));

export const signRoot = (seed: Bytes, { size, root, minute }: Omit<LogRoot, 'sig'>): Bytes =>
  sign(seed, 'log root', size, root, minute);

/** A root signed by this ID server. Refused. */
export function checkRoot(server: Bytes, { size, root, minute, sig }: LogRoot): void {
  must(verify(server, sig, 'log root', size, root, minute), 'a root that is not signed');
}

/** A leaf's place in the log of this ID server. Refused. */
export function checkPlace(server: Bytes, leaf: Bytes, { index, path, root }: LogProof): void {
  checkRoot(server, root);
  must(isIncluded(leaf, index, root.size, path, root.root), 'not in the log');
}

/** MTH(D[n]) */
export function treeRoot(leaves: Bytes[]): Bytes {
  const [only] = leaves;
  if (only === undefined) return H(new Uint8Array(0));
  if (leaves.length === 1) return leafHash(only);
  const k = split(leaves.length);
  return nodeHash(treeRoot(leaves.slice(0, k)), treeRoot(leaves.slice(k)));
}

/** PATH(m, D[n]) */
export function auditPath(m: number, leaves: Bytes[]): Bytes[] {
  if (leaves.length <= 1) return [];
  const k = split(leaves.length);
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  return m < k ? [...auditPath(m, left), treeRoot(right)] : [...auditPath(m - k, right), treeRoot(left)];
}

/** PROOF(m, D[n]) */
export function consistencyPath(m: number, leaves: Bytes[], whole = true): Bytes[] {
  if (m === 0) return [];
  if (m === leaves.length) return whole ? [] : [treeRoot(leaves)];
  const k = split(leaves.length);
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  return m <= k
    ? [...consistencyPath(m, left, whole), treeRoot(right)]
    : [...consistencyPath(m - k, right, false), treeRoot(left)];
}

/** The largest power of two below n. */
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** RFC 9162, 2.1.3.2 (the same tree as RFC 6962). */
export function isIncluded(leaf: Bytes, index: number, size: number, path: Bytes[], root: Bytes): boolean {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) return false;
  let [fn, sn, hash] = [index, size - 1, leafHash(leaf)];
  for (const next of path) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      hash = nodeHash(next, hash);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else hash = nodeHash(hash, next);
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && equal(hash, root);
}

/** RFC 9162, 2.1.4.2; of size 0 everything is an extension. */
export function extendsRoot(
  from: number,
  fromRoot: Bytes,
  to: number,
  toRoot: Bytes,
  proof: Bytes[],
): boolean {
  if (![from, to].every(Number.isSafeInteger) || from < 0 || from > to) return false;
  if (from === to) return proof.length === 0 && equal(fromRoot, toRoot);
  if (from === 0) return proof.length === 0 && equal(fromRoot, treeRoot([]));
  const path = isPower(from) ? [fromRoot, ...proof] : [...proof];
  const [first, ...rest] = path;
  if (first === undefined) return false;
  let [fn, sn, older, newer] = [from - 1, to - 1, first, first];
  while (fn % 2 === 1) [fn, sn] = [half(fn), half(sn)];
  for (const next of rest) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      [older, newer] = [nodeHash(next, older), nodeHash(next, newer)];
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else newer = nodeHash(newer, next);
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && equal(older, fromRoot) && equal(newer, toRoot);
}

const half = (n: number): number => Math.floor(n / 2);
const isPower = (n: number): boolean => Number.isInteger(Math.log2(n));
