import { hex } from '../../lib/bytes.ts';
import { leafHash } from '../../lib/crypto/merkle.ts';
import { merkleTree } from '../../lib/crypto/merkletree.ts';
import { rootOf } from '../../lib/crypto/phrase.ts';
import { derive, tagged } from '../../lib/crypto/tagged.ts';
import { fixedPrimitives } from './fixed.ts';

/** Wire 3 and the log's tree (6) as vectors: what tests/vectors/root.json holds. */
export async function rootVectors() {
  const p = await fixedPrimitives('root');
  const phrase = `${'abandon '.repeat(23)}art`;
  const root = await rootOf(phrase);
  const none = new Uint8Array(0);
  const account = derive(p, 'account', root, none, 32);
  const leaves = Array.from({ length: 7 }, (_, i) => leafHash(p, p.sha256(Uint8Array.of(i))));
  const tree = merkleTree(p, leaves);
  return {
    phrase,
    root: hex(root),
    accountSeed: hex(account),
    accountKey: hex(p.signKey(account)),
    user: hex(tagged(p, 'user', p.signKey(account))),
    vaultKey: hex(derive(p, 'vault', root, none, 32)),
    contentSeeds: [0, 1].map((n) => hex(derive(p, 'content seed', root, none, 32, n))),
    log: {
      leaves: leaves.map(hex),
      roots: Array.from({ length: 8 }, (_, size) => hex(tree.root(size))),
      inclusion: { index: 3, size: 7, path: tree.inclusion(3).map(hex) },
      consistency: { from: 3, to: 7, path: tree.consistency(3).map(hex) },
    },
  };
}
