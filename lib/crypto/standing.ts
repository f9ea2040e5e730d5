import { concat } from '../bytes.ts';
import { MalformedError } from '../protocol/errors.ts';
import { DEEDS, type DeedKind, type Standing } from '../protocol/item.ts';
import type { Primitives } from './primitives.ts';
import { signTagged, tagged, verifyTagged } from './tagged.ts';

/**
 * Deeds, roots and standings (wire 4): a running hash over everything a content server accepted, signed by it.
 * An item begins with root_0 = drop, revision 0. `content.create` is the deed of its record, then one of each entry in order;
 * `content.change` is the deed of the record, then that of the append keys where they came with it.
 */

/** One deed as readers get it: its kind, and its hash (32 bytes). */
export interface Deed {
  kind: DeedKind;
  deed: Uint8Array;
}

/** A revision and the root there: what somebody knows of an item. */
export interface Pair {
  rev: number;
  root: Uint8Array;
}

const NOTHING = new Uint8Array(32);
const SIZE = 33;

/** An entry (id) came, sealed as this. */
export function appendDeed(p: Primitives, entry: Uint8Array, sealed: Uint8Array): Deed {
  return make(p, 'append', entry, p.sha256(sealed));
}

/** An entry's next revision came, sealed as this. */
export function editDeed(p: Primitives, entry: Uint8Array, sealed: Uint8Array): Deed {
  return make(p, 'edit', entry, p.sha256(sealed));
}

/** An entry was removed by a proof with this signature. */
export function removeDeed(p: Primitives, entry: Uint8Array, sig: Uint8Array): Deed {
  return make(p, 'remove', entry, p.sha256(sig));
}

/** An owner's record came in force: the CBOR of it, `SignedRecord.record`. */
export function recordDeed(p: Primitives, record: Uint8Array): Deed {
  return make(p, 'record', NOTHING, p.sha256(record));
}

/** The append keys were replaced by these hashes. */
export function keysDeed(p: Primitives, appendKeys: Uint8Array[]): Deed {
  return make(p, 'keys', NOTHING, p.sha256(concat(...appendKeys)));
}

/** A letter was taken out; `sig` is that of the whole `content.take`. One deed for each letter that was there. */
export function takeDeed(p: Primitives, entry: Uint8Array, sig: Uint8Array): Deed {
  return make(p, 'take', entry, p.sha256(sig));
}

function make(p: Primitives, kind: DeedKind, what: Uint8Array, proof: Uint8Array): Deed {
  return { kind, deed: tagged(p, 'deed', kind, what, proof) };
}

/** The pair of an item nobody did anything to yet. */
export function start(drop: Uint8Array): Pair {
  return { rev: 0, root: drop };
}

/** The pair after one more deed. */
export function advance(p: Primitives, pair: Pair, { deed }: Deed): Pair {
  const rev = pair.rev + 1;
  return { rev, root: tagged(p, 'root', pair.root, rev, deed) };
}

/** The server's signature over where an item stands. `serverSeed` is the seed of its identity key; the public key is its id. */
export function signStanding(
  p: Primitives,
  serverSeed: Uint8Array,
  drop: Uint8Array,
  { rev, root }: Pair,
): Standing {
  return { rev, root, sig: signTagged(p, serverSeed, 'standing', p.signKey(serverSeed), drop, rev, root) };
}

/** Whether this server (id, 32) signed this standing of the item. */
export function checkStanding(
  p: Primitives,
  server: Uint8Array,
  drop: Uint8Array,
  standing: Standing,
): boolean {
  return verifyTagged(p, server, standing.sig, 'standing', server, drop, standing.rev, standing.root);
}

/** The `deeds` member of an answer: 33 bytes a deed. */
export function packDeeds(deeds: Deed[]): Uint8Array {
  return concat(...deeds.map(({ kind, deed }) => concat(Uint8Array.of(DEEDS[kind]), deed)));
}

/** Reads a `deeds` member; throws MalformedError. */
export function unpackDeeds(bytes: Uint8Array): Deed[] {
  if (bytes.length % SIZE !== 0) throw new MalformedError('malformed');
  return Array.from({ length: bytes.length / SIZE }, (_, i) => {
    const kind = kindOf(bytes[i * SIZE]);
    return { kind, deed: bytes.slice(i * SIZE + 1, (i + 1) * SIZE) };
  });
}

function kindOf(byte: number | undefined): DeedKind {
  for (const kind of ['append', 'edit', 'remove', 'record', 'keys', 'take'] as const)
    if (DEEDS[kind] === byte) return kind;
  throw new MalformedError('malformed');
}
