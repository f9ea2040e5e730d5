import { hex } from '../../../lib/bytes.ts';
import { openAd, signAd } from '../../../lib/crypto/ad.ts';
import {
  type Answer,
  type Followed,
  follow,
  OlderAnswerError,
  UntrueAnswerError,
} from '../../../lib/crypto/follow.ts';
import { leafHash, verifyConsistency, verifyInclusion } from '../../../lib/crypto/merkle.ts';
import { merkleTree } from '../../../lib/crypto/merkletree.ts';
import {
  bundleHash,
  checkBundle,
  checkNetwork,
  fingerprint,
  NetworkFileError,
  networkHash,
  networkId,
} from '../../../lib/crypto/network.ts';
import {
  advance,
  appendDeed,
  checkStanding,
  type Deed,
  editDeed,
  keysDeed,
  type Pair,
  packDeeds,
  recordDeed,
  removeDeed,
  signStanding,
  takeDeed,
  unpackDeeds,
} from '../../../lib/crypto/standing.ts';
import { signTagged, tagged } from '../../../lib/crypto/tagged.ts';
import type { Ad, AdBody } from '../../../lib/protocol/ad.ts';
import { frame } from '../../../lib/protocol/frame.ts';
import type { SignedRecord, Standing } from '../../../lib/protocol/item.ts';
import type { NetworkFile, SignedBundle, SignedNetwork } from '../../../lib/protocol/network.ts';
import { p } from '../given.ts';
import { type Bytes, holds, type Operation, operation, reading } from './operation.ts';

type Following = {
  server: Bytes;
  drop: Bytes;
  known: Followed | null;
  answer: Answer;
  records: SignedRecord[];
  mailbox: boolean;
  before: { entry: Bytes; rev: number }[];
};

/** Wire 4: deeds, roots, standings, and what a reader believes. */
export const standings: Record<string, Operation> = {
  'append deed': operation(
    ({ entry, sealed }: Record<'entry' | 'sealed', Bytes>) => appendDeed(p, entry, sealed).deed,
  ),
  'edit deed': operation(
    ({ entry, sealed }: Record<'entry' | 'sealed', Bytes>) => editDeed(p, entry, sealed).deed,
  ),
  'remove deed': operation(
    ({ entry, sig }: Record<'entry' | 'sig', Bytes>) => removeDeed(p, entry, sig).deed,
  ),
  'record deed': operation(({ record }: { record: Bytes }) => recordDeed(p, record).deed),
  'keys deed': operation(({ appendKeys }: { appendKeys: Bytes[] }) => keysDeed(p, appendKeys).deed),
  'take deed': operation(({ entry, sig }: Record<'entry' | 'sig', Bytes>) => takeDeed(p, entry, sig).deed),
  advance: operation(({ pair, deed }: { pair: Pair; deed: Deed }) => advance(p, pair, deed)),
  'sign standing': operation(({ seed, drop, pair }: { seed: Bytes; drop: Bytes; pair: Pair }) =>
    signStanding(p, seed, drop, pair),
  ),
  'check standing': operation(
    ({ server, drop, standing }: { server: Bytes; drop: Bytes; standing: Standing }) =>
      holds(checkStanding(p, server, drop, standing)),
  ),
  'pack deeds': operation(({ deeds }: { deeds: Deed[] }) => packDeeds(deeds)),
  'unpack deeds': reading(({ bytes }: { bytes: Bytes }) => unpackDeeds(bytes)),
  follow: reading(({ before, known, ...rest }: Following) => {
    const revs = new Map(before.map(({ entry, rev }) => [hex(entry), rev]));
    const revBefore = (entry: Bytes) => revs.get(hex(entry)) ?? 0;
    try {
      const { known: now, complete } = follow(p, { ...rest, ...(known && { known }), revBefore });
      return { rev: now.rev, root: now.root, complete };
    } catch (error) {
      if (error instanceof OlderAnswerError || error instanceof UntrueAnswerError) return null;
      throw error;
    }
  }),
};

type Proof = { index: number; size: number; path: Bytes[]; root: Bytes };

/** Wire 6: the log. */
export const log: Record<string, Operation> = {
  leaf: operation(({ type, salt, data }: { type: string; salt: Bytes; data: Bytes }) => {
    const leaf = tagged(p, 'log', type, salt, data);
    return { leaf, hash: leafHash(p, leaf) };
  }),
  'epoch data': operation(({ epoch, pk }: { epoch: number; pk: Bytes }) => frame('epoch', epoch, pk)),
  root: operation(({ leaves }: { leaves: Bytes[] }) => treeOf(leaves).root()),
  'prove leaf': operation(({ leaves, index }: { leaves: Bytes[]; index: number }) =>
    treeOf(leaves).inclusion(index),
  ),
  'check leaf': operation(({ leaf, index, size, path, root }: Proof & { leaf: Bytes }) =>
    holds(verifyInclusion(p, leafHash(p, leaf), index, size, path, root)),
  ),
  'prove consistency': operation(({ leaves, from }: { leaves: Bytes[]; from: number }) =>
    treeOf(leaves).consistency(from),
  ),
  'check consistency': operation(
    (input: { from: number; fromRoot: Bytes; to: number; toRoot: Bytes; path: Bytes[] }) =>
      holds(verifyConsistency(p, input.from, input.fromRoot, input.to, input.toRoot, input.path)),
  ),
  'sign root': operation(
    ({ seed, size, root, minute }: { seed: Bytes; size: number; root: Bytes; minute: number }) =>
      signTagged(p, seed, 'log root', size, root, minute),
  ),
};

/** Wire 5: network file and bundle of the day. */
export const network: Record<string, Operation> = {
  'network hash': operation(({ file }: { file: NetworkFile }) => networkHash(p, file)),
  'network id': operation(({ authority }: { authority: string }) => ({
    id: networkId(p, authority),
    fingerprint: fingerprint(p, authority),
  })),
  'check network': operation(
    ({ signed, known, now }: { signed: unknown; known: SignedNetwork | null; now: number }) =>
      unlessRefused(() => checkNetwork(p, signed, known, now) && true),
  ),
  'bundle hash': operation(({ bundle }: { bundle: SignedBundle['bundle'] }) => bundleHash(p, bundle)),
  'check bundle': operation(
    ({ signed, known, now }: { signed: unknown; known: SignedNetwork | null; now: number }) =>
      unlessRefused(() => checkBundle(p, signed, known, now) && true),
  ),
};

/** Wire 10: ads; `now` in ms. */
export const ads: Record<string, Operation> = {
  'sign ad': operation(({ seed, body }: { seed: Bytes; body: AdBody }) => signAd(p, seed, body)),
  'open ad': operation(({ server, ad, sig, now }: Ad & { server: Bytes; now: number }) =>
    openAd(p, server, { ad, sig }, now),
  ),
};

function treeOf(leaves: Bytes[]) {
  return merkleTree(
    p,
    leaves.map((leaf) => leafHash(p, leaf)),
  );
}

function unlessRefused(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (error instanceof NetworkFileError) return null;
    throw error;
  }
}
