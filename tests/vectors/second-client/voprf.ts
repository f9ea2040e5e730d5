// RFC 9497, VOPRF(ristretto255, SHA-512), mode 1.
import { ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { type Bytes, concat, must, Refused, utf8 } from './bytes.ts';

const { Point } = ristretto255;
const { Fn } = Point;
type Element = InstanceType<typeof Point>;

const CONTEXT = concat(utf8('OPRFV1-'), Uint8Array.of(1), utf8('-ristretto255-SHA512'));
const dst = (name: string): Bytes => concat(utf8(name), CONTEXT);
const u16 = (n: number): Bytes => Uint8Array.of(n >> 8, n & 0xff);
const long = (bytes: Bytes): Bytes => concat(u16(bytes.length), bytes);

/** An element that is not the identity. Refused. */
function element(bytes: Bytes): Element {
  try {
    const point = Point.fromBytes(bytes);
    if (!point.is0()) return point;
  } catch {}
  throw new Refused('no element');
}

const hashToGroup = (input: Bytes): Element => {
  const point = ristretto255_hasher.hashToCurve(input, { DST: dst('HashToGroup-') });
  must(point instanceof Point && !point.is0(), 'no input');
  return point;
};

const hashToScalar = (input: Bytes, name = 'HashToScalar-'): bigint =>
  ristretto255_hasher.hashToScalar(input, { DST: dst(name) });

/** A scalar of 64 uniform bytes. */
export function scalarOf(random: Bytes): Bytes {
  const wide = BigInt(`0x${Buffer.from(random).reverse().toString('hex')}`);
  return Fn.toBytes(Fn.create(wide));
}

export const blind = (input: Bytes, blinding: Bytes): Bytes =>
  hashToGroup(input).multiply(Fn.fromBytes(blinding)).toBytes();

/** The two composites M and Z of a batch (ComputeComposites). */
function composites(pk: Bytes, blinded: Element[], evaluated: Element[]): [Element, Element] {
  const seed = sha512(concat(long(pk), long(dst('Seed-'))));
  let [M, Z] = [Point.ZERO, Point.ZERO];
  for (const [i, C] of blinded.entries()) {
    const D = evaluated[i] ?? Point.ZERO;
    const names = concat(long(C.toBytes()), long(D.toBytes()));
    const d = hashToScalar(concat(long(seed), u16(i), names, utf8('Composite')));
    [M, Z] = [M.add(C.multiply(d)), Z.add(D.multiply(d))];
  }
  return [M, Z];
}

function challenge(pk: Bytes, points: Element[]): bigint {
  const all = [pk, ...points.map((point) => point.toBytes())];
  return hashToScalar(concat(...all.map(long), utf8('Challenge')));
}

function scalar(bytes: Bytes): bigint {
  try {
    return Fn.fromBytes(bytes);
  } catch {
    throw new Refused('no scalar');
  }
}

const times = (point: Element, by: bigint): Element => (by === 0n ? Point.ZERO : point.multiplyUnsafe(by));

/** Whether one proof c | s shows that all elements were evaluated with the secret of `pk` (VerifyProof). */
export function proofHolds(pk: Bytes, blinded: Bytes[], evaluated: Bytes[], proof: Bytes): boolean {
  if (blinded.length === 0 || blinded.length !== evaluated.length || proof.length !== 64) return false;
  const [c, s] = [scalar(proof.slice(0, 32)), scalar(proof.slice(32))];
  const B = element(pk);
  const [M, Z] = composites(pk, blinded.map(element), evaluated.map(element));
  const t2 = times(Point.BASE, s).add(times(B, c));
  const t3 = times(M, s).add(times(Z, c));
  return challenge(pk, [M, Z, t2, t3]) === c;
}

/** The proof of a batch with the random scalar `r` (GenerateProof): the ID server's part, for vectors. */
export function prove(secret: Bytes, pk: Bytes, blinded: Bytes[], evaluated: Bytes[], r: Bytes): Bytes {
  const [k, random] = [scalar(secret), scalar(r)];
  const [M, Z] = composites(pk, blinded.map(element), evaluated.map(element));
  const c = challenge(pk, [M, Z, Point.BASE.multiply(random), M.multiply(random)]);
  return concat(Fn.toBytes(c), Fn.toBytes(Fn.sub(random, Fn.mul(c, k))));
}

/** An element evaluated with the secret: the ID server's part. Refused for the identity and for no element. */
export const evaluate = (secret: Bytes, blinded: Bytes): Bytes =>
  element(blinded).multiply(scalar(secret)).toBytes();

const output = (input: Bytes, unblinded: Bytes): Bytes =>
  sha512(concat(long(input), long(unblinded), utf8('Finalize')));

/** The 64 bytes of one input (Finalize, after the proof was checked). */
export function finalize(input: Bytes, blinding: Bytes, evaluated: Bytes): Bytes {
  const unblinded = element(evaluated).multiply(Fn.inv(scalar(blinding)));
  return output(input, unblinded.toBytes());
}

/** The same by who has the secret. */
export const outputOf = (secret: Bytes, input: Bytes): Bytes =>
  output(input, hashToGroup(input).multiply(scalar(secret)).toBytes());

/** DeriveKeyPair of RFC 9497, 3.2.1. */
export function deriveKeyPair(seed: Bytes, info: Bytes): { secret: Bytes; pk: Bytes } {
  for (let counter = 0; counter < 256; counter++) {
    const secret = hashToScalar(concat(seed, long(info), Uint8Array.of(counter)), 'DeriveKeyPair');
    if (secret === 0n) continue;
    return { secret: Fn.toBytes(secret), pk: Point.BASE.multiply(secret).toBytes() };
  }
  throw new Refused('no key');
}

/** 32-byte elements in a row. Refused where the last is cut short. */
export function split(elements: Bytes): Bytes[] {
  must(elements.length > 0 && elements.length % 32 === 0, 'elements cut short');
  return Array.from({ length: elements.length / 32 }, (_, i) => elements.slice(i * 32, i * 32 + 32));
}
