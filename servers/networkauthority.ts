import { base64url, hex } from '../lib/bytes.ts';
import { networkHash, signNetwork } from '../lib/crypto/network.ts';
import type { Primitives } from '../lib/crypto/primitives.ts';
import {
  NETWORK_LIFETIME,
  type NetworkDraft,
  type NetworkFile,
  readSignedNetwork,
  type SignedNetwork,
} from '../lib/protocol/network.ts';

/**
 * Signs the network file that follows `before` (null: number 1) with the authority's seed. It lives 14 days from `now`.
 * `old`: the seed of the forerunner's authority, where that is another. Throws MalformedError where the draft makes no network.
 */
export function nextNetwork(
  p: Primitives,
  draft: NetworkDraft,
  before: SignedNetwork | null,
  seeds: { authority: Uint8Array; old?: Uint8Array },
  now: number,
): SignedNetwork {
  const file: NetworkFile = {
    ...draft,
    format: 'peerwall/network/1',
    number: (before?.file.number ?? 0) + 1,
    previous: before === null ? null : hex(networkHash(p, before.file)),
    issued: now,
    expires: now + NETWORK_LIFETIME,
    authority: base64url(p.signKey(seeds.authority)),
  };
  const by = seeds.old === undefined ? [seeds.authority] : [seeds.authority, seeds.old];
  return readSignedNetwork(signNetwork(p, file, ...by));
}
