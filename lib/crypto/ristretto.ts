import { concat, same, utf8 } from '../bytes.ts';
import { libsodium, type Sodium } from './libsodium.ts';

/** RFC 9497's modes: 0 without proof (OPRF), 1 with (VOPRF). */
export type Mode = 0 | 1;

/** The suite ristretto255-SHA512 of RFC 9497 (4.1) in one mode: libsodium's group and the RFC's context string. */
export interface Group {
  readonly sodium: Sodium;
  readonly context: Uint8Array;
}

export const ELEMENT_SIZE = 32;
export const SCALAR_SIZE = 32;

/** Loads libsodium and names the suite. */
export async function ristretto(mode: Mode): Promise<Group> {
  const context = concat(utf8('OPRFV1-'), Uint8Array.of(mode), utf8('-ristretto255-SHA512'));
  return { sodium: await libsodium(), context };
}

/** HashToGroup of RFC 9497 (4.1). */
export function hashToGroup(g: Group, input: Uint8Array): Uint8Array {
  const uniform = expandMessage(g, input, concat(utf8('HashToGroup-'), g.context));
  return g.sodium.crypto_core_ristretto255_from_hash(uniform);
}

/** HashToScalar of RFC 9497 (4.1), with its own domain separation where one is given. */
export function hashToScalar(g: Group, input: Uint8Array, domain?: Uint8Array): Uint8Array {
  const dst = domain ?? concat(utf8('HashToScalar-'), g.context);
  return g.sodium.crypto_core_ristretto255_scalar_reduce(expandMessage(g, input, dst));
}

/** DeserializeElement: whether 32 bytes are a canonical encoding of an element other than the identity. */
export function isElement(g: Group, bytes: Uint8Array): boolean {
  if (bytes.length !== ELEMENT_SIZE || isZero(bytes)) return false;
  return g.sodium.crypto_core_ristretto255_is_valid_point(bytes);
}

/** DeserializeScalar: whether 32 bytes are a number below the group's order, little-endian. */
export function isScalar(g: Group, bytes: Uint8Array): boolean {
  if (bytes.length !== SCALAR_SIZE) return false;
  return same(g.sodium.crypto_core_ristretto255_scalar_reduce(concat(bytes, new Uint8Array(32))), bytes);
}

/** A random scalar, never 0. */
export function randomScalar(g: Group): Uint8Array {
  return g.sodium.crypto_core_ristretto255_scalar_random();
}

/** scalar * element; throws where the result is the identity or the element is none. */
export function multiply(g: Group, scalar: Uint8Array, element: Uint8Array): Uint8Array {
  return g.sodium.crypto_scalarmult_ristretto255(scalar, element);
}

/** scalar * generator. */
export function multiplyBase(g: Group, scalar: Uint8Array): Uint8Array {
  return g.sodium.crypto_scalarmult_ristretto255_base(scalar);
}

/** The sum of two elements. */
export function add(g: Group, a: Uint8Array, b: Uint8Array): Uint8Array {
  return g.sodium.crypto_core_ristretto255_add(a, b);
}

/** I2OSP(length, 2) | bytes: how RFC 9497's transcripts write a part. Throws RangeError over 65,535 bytes. */
export function part(bytes: Uint8Array): Uint8Array {
  if (bytes.length > 0xffff) throw new RangeError('over 65,535 bytes');
  return concat(number2(bytes.length), bytes);
}

/** I2OSP(value, 2). */
export function number2(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff);
}

/** Whether all bytes are zero. Not constant time: zero comes up by chance of 2^-252 alone. */
export function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

/** expand_message_xmd of RFC 9380 (5.3.1) with SHA-512 for 64 bytes, which is one block. */
function expandMessage(g: Group, message: Uint8Array, dst: Uint8Array): Uint8Array {
  const dstPrime = concat(dst, Uint8Array.of(dst.length));
  const b0 = g.sodium.crypto_hash(
    concat(new Uint8Array(128), message, number2(64), Uint8Array.of(0), dstPrime),
  );
  return g.sodium.crypto_hash(concat(b0, Uint8Array.of(1), dstPrime));
}
