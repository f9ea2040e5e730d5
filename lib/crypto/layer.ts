import { MalformedError } from '../protocol/errors.ts';
import { keyIdOf, type Layer, readHeader, type SizeClass, writeHeader } from './header.ts';
import type { Primitives } from './primitives.ts';
import { derive } from './tagged.ts';

/** An envelope key pair of a server: the X-Wing seed (32) and public key (1216) of one day. */
export interface EnvelopeKey {
  readonly seed: Uint8Array;
  readonly publicKey: Uint8Array;
}

/** Finds the key an envelope names by its 8-byte id; undefined where it is none of the server's. */
export type KeyLookup = (keyId: Uint8Array) => EnvelopeKey | undefined;

/** What one layer holds. `hash` = H(envelope), by which servers remember it (wire 2). */
export interface OpenedLayer {
  readonly sizeClass: SizeClass;
  readonly hash: Uint8Array;
  readonly plaintext: Uint8Array;
}

const NONE = new Uint8Array(0);

/**
 * Seals a plaintext of the layer's and class's exact size to a public key: the whole envelope (wire 2).
 * Throws MalformedError where the public key is not one: the bundle it came from is wrong.
 */
export function sealLayer(
  p: Primitives,
  to: { publicKey: Uint8Array; sizeClass: SizeClass; layer: Layer },
  plaintext: Uint8Array,
): Uint8Array {
  const made = p.kem.encapsulate(to.publicKey);
  if (made === null) throw new MalformedError('not an envelope key');
  const header = writeHeader(to.sizeClass, to.layer, keyIdOf(p, to.publicKey), made.enc);
  const key = derive(p, 'envelope', made.secret, NONE, 32, header, to.publicKey);
  return p.seal(key, header, plaintext, header);
}

/** Opens an envelope of this layer; null for whatever is wrong with it, without a word of what. */
export function openLayer(
  p: Primitives,
  keyOf: KeyLookup,
  layer: Layer,
  envelope: Uint8Array,
): OpenedLayer | null {
  const found = findKey(keyOf, layer, envelope);
  return found && openWith(p, found, p.kem.decapsulate(found.own.seed, found.read.enc), envelope);
}

/** The same with X-Wing on another thread, where the primitives can: for servers. Holds on to the envelope until then. */
export async function openLayerAside(
  p: Primitives,
  keyOf: KeyLookup,
  layer: Layer,
  envelope: Uint8Array,
): Promise<OpenedLayer | null> {
  const found = findKey(keyOf, layer, envelope);
  if (found === null) return null;
  if (p.kem.decapsulateAside === undefined) return openLayer(p, keyOf, layer, envelope);
  return openWith(p, found, await p.kem.decapsulateAside(found.own.seed, found.read.enc), envelope);
}

interface Found {
  readonly read: NonNullable<ReturnType<typeof readHeader>>;
  readonly own: EnvelopeKey;
}

function findKey(keyOf: KeyLookup, layer: Layer, envelope: Uint8Array): Found | null {
  const read = readHeader(layer, envelope);
  const own = read === null ? undefined : keyOf(read.keyId);
  return read === null || own === undefined ? null : { read, own };
}

function openWith(
  p: Primitives,
  { read, own }: Found,
  secret: Uint8Array | null,
  envelope: Uint8Array,
): OpenedLayer | null {
  if (secret === null) return null;
  const key = derive(p, 'envelope', secret, NONE, 32, read.header, own.publicKey);
  const plaintext = p.open(key, read.header, read.ct);
  return plaintext && { sizeClass: read.sizeClass, hash: p.sha256(envelope), plaintext };
}
