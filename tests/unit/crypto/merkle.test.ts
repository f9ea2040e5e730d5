import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, fromHex, hex, utf8 } from '../../../lib/bytes.ts';
import { leafHash, nodeHash, verifyConsistency, verifyInclusion } from '../../../lib/crypto/merkle.ts';
import { merkleTree } from '../../../lib/crypto/merkletree.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { runs } from '../fuzzruns.ts';
import { flip, there } from './world.ts';

/** Leaf data and roots of the Certificate Transparency reference tree. */
const DATA = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const leaves = (count: number) => Array.from({ length: count }, (_, i) => leafHash(p, utf8(String(i))));

/** MTH as RFC 6962 (2.1) defines it, word for word. */
function plainRoot(hashes: Uint8Array[]): Uint8Array {
  if (hashes.length === 1) return there(hashes[0]);
  let k = 1;
  while (k * 2 < hashes.length) k *= 2;
  return nodeHash(p, plainRoot(hashes.slice(0, k)), plainRoot(hashes.slice(k)));
}

test('roots of the reference tree, from none to eight leaves', () => {
  const tree = merkleTree(p);
  expect(hex(tree.root())).toBe(ROOTS[0]);
  DATA.forEach((data, i) => {
    expect(tree.append(leafHash(p, fromHex(data)))).toBe(i);
    expect(hex(tree.root())).toBe(ROOTS[i + 1]);
  });
  expect(ROOTS.map((_, size) => hex(tree.root(size)))).toEqual(ROOTS);
});

test('paths of the reference tree', () => {
  const tree = merkleTree(
    p,
    DATA.map((data) => leafHash(p, fromHex(data))),
  );
  expect(tree.inclusion(0, 1)).toEqual([]);
  expect(tree.inclusion(5).map(hex)).toEqual([
    'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  ]);
  expect(tree.consistency(6).map(hex)).toEqual([
    '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  ]);
});

describe('every tree up to 33 leaves', () => {
  const all = leaves(33);
  const tree = merkleTree(p, all);

  test('has the root of its definition, while it grows and after', () => {
    const growing = merkleTree(p);
    all.forEach((leaf, i) => {
      growing.append(leaf);
      const root = plainRoot(all.slice(0, i + 1));
      expect(growing.root()).toEqual(root);
      expect(tree.root(i + 1)).toEqual(root);
    });
  });

  test('proves each leaf where it is, and nowhere else', () => {
    for (let size = 1; size <= 33; size++) {
      const root = tree.root(size);
      for (let index = 0; index < size; index++) {
        const [leaf, path] = [there(all[index]), tree.inclusion(index, size)];
        expect(verifyInclusion(p, leaf, index, size, path, root)).toBe(true);
        const elsewhere = (index + 1) % size;
        if (elsewhere !== index) expect(verifyInclusion(p, leaf, elsewhere, size, path, root)).toBe(false);
        expect(verifyInclusion(p, there(all[32 - index]), index, size, path, tree.root(size))).toBe(
          index === 16,
        );
        expect(verifyInclusion(p, leaf, index, size, [...path, leaf], root)).toBe(false);
        if (path.length > 0) expect(verifyInclusion(p, leaf, index, size, path.slice(1), root)).toBe(false);
      }
    }
  });

  test('proves every smaller tree its beginning', () => {
    for (let to = 0; to <= 33; to++) {
      for (let from = 0; from <= to; from++) {
        const path = tree.consistency(from, to);
        const [old, now] = [tree.root(from), tree.root(to)];
        expect(verifyConsistency(p, from, old, to, now, path)).toBe(true);
        expect(verifyConsistency(p, from, old, to, now, [...path, now])).toBe(false);
        if (path.length > 0) expect(verifyConsistency(p, from, old, to, now, path.slice(0, -1))).toBe(false);
        expect(verifyConsistency(p, from, flip(old, 3), to, now, path)).toBe(false);
        if (from > 0) expect(verifyConsistency(p, from, old, to, flip(now, 3), path)).toBe(false);
      }
    }
  });
});

test('a log that changed one old leaf cannot prove that it extends the old one', () => {
  const property = fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(200), fc.nat(), (from, more, at) => {
    const all = leaves(from + more);
    const old = merkleTree(p, all.slice(0, from)).root();
    const forked = merkleTree(p, all.with(at % from, leafHash(p, utf8('forged'))));
    const path = forked.consistency(from);
    expect(verifyConsistency(p, from, old, from + more, forked.root(), path)).toBe(false);
    const honest = merkleTree(p, all);
    expect(verifyConsistency(p, from, old, from + more, honest.root(), honest.consistency(from))).toBe(true);
  });
  fc.assert(property, runs(40));
});

test('any bit flipped in leaf, path or root', () => {
  const all = leaves(100);
  const tree = merkleTree(p, all);
  const property = fc.property(fc.nat(99), fc.nat(), fc.nat(), (index, bit, which) => {
    const [leaf, path, root] = [there(all[index]), tree.inclusion(index), tree.root()];
    const bad = path.map((hash, i) => (i === which % path.length ? flip(hash, bit) : hash));
    expect(verifyInclusion(p, leaf, index, 100, bad, root)).toBe(false);
    expect(verifyInclusion(p, flip(leaf, bit), index, 100, path, root)).toBe(false);
    expect(verifyInclusion(p, leaf, index, 100, path, flip(root, bit))).toBe(false);
  });
  fc.assert(property, runs(50));
});

test('sizes and indices that are none are refused: false when checking, RangeError when proving', () => {
  const tree = merkleTree(p, leaves(5));
  const root = tree.root();
  for (const [index, size] of [
    [5, 5],
    [-1, 5],
    [0.5, 5],
    [0, 0],
    [0, Number.NaN],
    [0, 2 ** 60],
  ] as const) {
    expect(verifyInclusion(p, there(leaves(1)[0]), index, size, tree.inclusion(0), root)).toBe(false);
  }
  expect(verifyConsistency(p, 6, root, 5, root, [])).toBe(false);
  expect(verifyConsistency(p, -1, root, 5, root, [])).toBe(false);
  expect(() => tree.root(6)).toThrow(RangeError);
  expect(() => tree.inclusion(5)).toThrow(RangeError);
  expect(() => tree.inclusion(0, 0)).toThrow(RangeError);
  expect(() => tree.consistency(6, 5)).toThrow(RangeError);
  expect(() => tree.consistency(1, 6)).toThrow(RangeError);
});

test('proofs of a tree of 100,000 leaves hash no more than its height', () => {
  let hashed = 0;
  const counting = {
    ...p,
    sha256: (data: Uint8Array) => {
      hashed++;
      return p.sha256(data);
    },
  };
  const leaf = leafHash(p, concat());
  const tree = merkleTree(counting, { [Symbol.iterator]: () => Array(100_000).fill(leaf).values() });
  expect(hashed).toBeLessThan(100_000);
  const cost = (work: () => unknown) => {
    const before = hashed;
    work();
    return hashed - before;
  };
  expect(cost(() => tree.root())).toBeLessThan(20);
  expect(cost(() => tree.inclusion(77_777))).toBeLessThan(40);
  expect(cost(() => tree.inclusion(3, 65_537))).toBeLessThan(40);
  expect(cost(() => tree.consistency(54_321))).toBeLessThan(40);
  expect(cost(() => tree.append(leaf))).toBeLessThan(20);
});
