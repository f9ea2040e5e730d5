import { concat } from '../bytes.ts';
import type { Primitives } from './primitives.ts';
import { tagged } from './tagged.ts';

/** Bytes of the innermost body with its padding, by size class (wire 2). */
export const SIZE_CLASSES = [2048, 8192, 65536, 262144] as const;
export type SizeClass = 0 | 1 | 2 | 3;
/** 0 innermost, for a server; 1 for an exit; 2 for an entry. */
export type Layer = 0 | 1 | 2;

export const HEADER_SIZE = 1132;
export const TAG_SIZE = 16;
/** X1, minute and destination in front of a hop's inner envelope. */
export const HOP_SIZE = 72;
const VERSION = 1;
const SUITE = 1;

/** The smallest class a body of so many bytes fits (its 4-byte length counts); null where none is large enough. */
export function classFor(length: number): SizeClass | null {
  const found = ([0, 1, 2, 3] as const).find((one) => length + 4 <= SIZE_CLASSES[one]);
  return found ?? null;
}

/** Bytes of an envelope of a layer and class. */
export function envelopeSize(layer: Layer, sizeClass: SizeClass): number {
  return HEADER_SIZE + TAG_SIZE + SIZE_CLASSES[sizeClass] + layer * (HEADER_SIZE + TAG_SIZE + HOP_SIZE);
}

/** The class of an envelope of so many bytes at this layer; null where no class has that length. */
export function classOfEnvelope(layer: Layer, length: number): SizeClass | null {
  const found = ([0, 1, 2, 3] as const).find((one) => envelopeSize(layer, one) === length);
  return found ?? null;
}

/** The name of an envelope key in the header: the first 8 bytes of T("envelope key", pk). */
export function keyIdOf(p: Primitives, publicKey: Uint8Array): Uint8Array {
  return tagged(p, 'envelope key', publicKey).slice(0, 8);
}

/** The header's 12 bytes before enc, all of which is additional data. */
export function writeHeader(
  sizeClass: SizeClass,
  layer: Layer,
  keyId: Uint8Array,
  enc: Uint8Array,
): Uint8Array {
  return concat(Uint8Array.of(VERSION, SUITE, sizeClass, layer), keyId, enc);
}

/** The parts of an envelope of this layer; null where its length or header is any other. */
export function readHeader(
  layer: Layer,
  envelope: Uint8Array,
): { sizeClass: SizeClass; keyId: Uint8Array; enc: Uint8Array; header: Uint8Array; ct: Uint8Array } | null {
  const sizeClass = classOfEnvelope(layer, envelope.length);
  if (sizeClass === null) return null;
  const [version, suite, written, writtenLayer] = envelope;
  if (version !== VERSION || suite !== SUITE || written !== sizeClass || writtenLayer !== layer) return null;
  return {
    sizeClass,
    keyId: envelope.subarray(4, 12),
    enc: envelope.subarray(12, HEADER_SIZE),
    header: envelope.subarray(0, HEADER_SIZE),
    ct: envelope.subarray(HEADER_SIZE),
  };
}
