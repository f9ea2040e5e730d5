import { base64url, fromBase64url, hex } from '../bytes.ts';
import { canonicalJson } from '../protocol/canonical.ts';
import {
  findServer,
  type KeyPublication,
  type NetworkFile,
  readSignedBundle,
  readSignedNetwork,
  type SignedBundle,
  type SignedNetwork,
  serversOf,
} from '../protocol/network.ts';
import type { Primitives } from './primitives.ts';
import { signTagged, tagged, verifyTagged } from './tagged.ts';

const DAY = 86_400_000;
const GRACE = 5 * 60_000; // how long into the next day a key of yesterday still opens

/**
 * Why a network file or bundle was refused: `malformed` not of its form; `signature` not signed by its authority (or
 * server); `authority` another authority than the pinned one, without its word; `older` than the one known; `forked`
 * does not follow the one known; `expired` right in all else, but past its time, or issued more than a day from now.
 */
export type NetworkFault = 'signature' | 'expired' | 'older' | 'forked' | 'authority' | 'malformed';

/** A network file or bundle that is not to be used. */
export class NetworkFileError extends Error {
  override name = 'NetworkFileError';
  readonly reason: NetworkFault;
  constructor(reason: NetworkFault, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** T("network file", canonical JSON of file): what its successor names as `previous`, as bytes (32). */
export function networkHash(p: Primitives, file: NetworkFile): Uint8Array {
  return tagged(p, 'network file', canonicalJson(file));
}

/** Signs a network file with the seeds of its authority and, where that changed, of its forerunner's. */
export function signNetwork(p: Primitives, file: NetworkFile, ...seeds: Uint8Array[]): SignedNetwork {
  const text = canonicalJson(file);
  return {
    file,
    signatures: seeds.map((seed) => ({
      key: base64url(p.signKey(seed)),
      sig: base64url(signTagged(p, seed, 'network file', text)),
    })),
  };
}

/**
 * Checks a network file (parsed JSON) against the one known; null pins whatever authority it has (wire 5).
 * Returns it; throws NetworkFileError. `now` in ms by the corrected clock.
 */
export function checkNetwork(
  p: Primitives,
  signed: unknown,
  known: SignedNetwork | null,
  now: number,
): SignedNetwork {
  const network = checkLink(p, signed, known);
  const { issued, expires } = network.file;
  if (now >= expires) throw new NetworkFileError('expired', 'the network file has expired');
  if (issued > now + DAY) throw new NetworkFileError('expired', 'the network file is of a day to come');
  return network;
}

/**
 * The same over several files, oldest first, where some were missed: only the last must not have expired.
 * Throws NetworkFileError; an empty list is malformed.
 */
export function checkNetworkChain(
  p: Primitives,
  chain: unknown[],
  known: SignedNetwork | null,
  now: number,
): SignedNetwork {
  let last = known;
  for (const between of chain.slice(0, -1)) last = checkLink(p, between, last);
  return checkNetwork(p, chain.at(-1), last, now);
}

/** T("network", authority of number 1): the network's id, 32 bytes; `authority` as the first file pinned has it. */
export function networkId(p: Primitives, authority: string): Uint8Array {
  return tagged(p, 'network', fromBase64url(authority));
}

/** The network's id for people: ten groups of four hex digits. */
export function fingerprint(p: Primitives, authority: string): string {
  const digits = hex(networkId(p, authority).subarray(0, 20));
  return (digits.match(/.{4}/g) ?? []).join(' ');
}

/** Publishes a server's X-Wing key (pk, 1216 bytes) of a day; `seed` is the server's identity. */
export function signServerKey(p: Primitives, seed: Uint8Array, day: number, pk: Uint8Array): KeyPublication {
  const sig = signTagged(p, seed, 'server key', day, pk);
  return { server: base64url(p.signKey(seed)), day, pk: base64url(pk), sig: base64url(sig) };
}

/** Whether a publication is signed by the server it names. */
export function checkServerKey(p: Primitives, key: KeyPublication): boolean {
  const [server, pk, sig] = [fromBase64url(key.server), fromBase64url(key.pk), fromBase64url(key.sig)];
  return verifyTagged(p, server, sig, 'server key', key.day, pk);
}

/** T("bundle", canonical JSON of bundle): the leaf in the ID server's log. */
export function bundleHash(p: Primitives, bundle: SignedBundle['bundle']): Uint8Array {
  return tagged(p, 'bundle', canonicalJson(bundle));
}

/** Makes the bundle of a day: sorts the keys and signs with the ID server's identity. */
export function signBundle(
  p: Primitives,
  idServer: Uint8Array,
  day: number,
  network: SignedNetwork,
  keys: KeyPublication[],
): SignedBundle {
  const sorted = keys.toSorted((a, b) =>
    a.server < b.server || (a.server === b.server && a.day < b.day) ? -1 : 1,
  );
  const bundle = { day, network, keys: sorted };
  return { bundle, sig: base64url(signTagged(p, idServer, 'bundle', canonicalJson(bundle))) };
}

/**
 * Checks a bundle (parsed JSON): the network file inside against the one known, its day against `now`, the ID server's
 * signature, and that each key is signed by a server of the network. Returns it; throws NetworkFileError.
 */
export function checkBundle(
  p: Primitives,
  signed: unknown,
  known: SignedNetwork | null,
  now: number,
): SignedBundle {
  const read = orMalformed(() => readSignedBundle(signed));
  const { file } = checkNetwork(p, read.bundle.network, known, now);
  const idServer = serversOf(file, 'id')[0]?.key ?? '';
  if (
    !verifyTagged(p, fromBase64url(idServer), fromBase64url(read.sig), 'bundle', canonicalJson(read.bundle))
  )
    throw new NetworkFileError('signature', 'the bundle is not signed by the ID server');
  for (const key of read.bundle.keys) {
    if (findServer(file, key.server) === null || !checkServerKey(p, key))
      throw new NetworkFileError('signature', 'the bundle has a key that is not of a server of the network');
  }
  const { day } = read.bundle;
  if (now < day * DAY - GRACE || now >= (day + 1) * DAY + GRACE)
    throw new NetworkFileError('expired', 'the bundle is of another day');
  return read;
}

/** Everything about a file but the clock. */
function checkLink(p: Primitives, signed: unknown, known: SignedNetwork | null): SignedNetwork {
  const network = orMalformed(() => readSignedNetwork(signed));
  const { file } = network;
  if (!isSignedBy(p, network, file.authority))
    throw new NetworkFileError('signature', 'the network file is not signed by its authority');
  if (known === null) return network;
  const before = known.file;
  const follows = file.number === before.number + 1;
  if (file.authority !== before.authority && !(follows && isSignedBy(p, network, before.authority)))
    throw new NetworkFileError(
      'authority',
      'the network file is of another authority, without the known one’s word',
    );
  if (file.number < before.number)
    throw new NetworkFileError('older', 'the network file is older than the one known');
  const hash = hex(networkHash(p, before));
  if (file.number === before.number && hex(networkHash(p, file)) !== hash)
    throw new NetworkFileError('forked', 'there are two network files of this number');
  if (follows && file.previous !== hash)
    throw new NetworkFileError('forked', 'the network file does not follow the one known');
  return network;
}

function isSignedBy(p: Primitives, { file, signatures }: SignedNetwork, key: string): boolean {
  const text = canonicalJson(file);
  return signatures.some(
    (one) =>
      one.key === key && verifyTagged(p, fromBase64url(key), fromBase64url(one.sig), 'network file', text),
  );
}

function orMalformed<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new NetworkFileError('malformed', error instanceof Error ? error.message : 'malformed');
  }
}
