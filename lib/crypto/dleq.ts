import { concat, same, utf8 } from '../bytes.ts';
import {
  add,
  type Group,
  hashToScalar,
  isScalar,
  multiply,
  multiplyBase,
  number2,
  part,
  randomScalar,
  SCALAR_SIZE,
} from './ristretto.ts';

/**
 * GenerateProof of RFC 9497 (2.2.1): c | s, 64 bytes, that `secret` is both the generator's factor to `publicKey` and each
 * element's to its evaluated one. `r` is the proof's random scalar; a fixed one is for test vectors only.
 */
export function prove(
  g: Group,
  key: { secret: Uint8Array; publicKey: Uint8Array },
  elements: Uint8Array[],
  evaluated: Uint8Array[],
  r = randomScalar(g),
): Uint8Array {
  const weights = weightsOf(g, key.publicKey, elements, evaluated);
  const m = weighted(g, weights, elements);
  const z = multiply(g, key.secret, m);
  const c = challenge(g, [key.publicKey, m, z, multiplyBase(g, r), multiply(g, r, m)]);
  const { sodium } = g;
  const ck = sodium.crypto_core_ristretto255_scalar_mul(c, key.secret);
  return concat(c, sodium.crypto_core_ristretto255_scalar_sub(r, ck));
}

/** VerifyProof of RFC 9497 (2.2.2); false, never an exception, for anything ill-formed. */
export function verifyProof(
  g: Group,
  publicKey: Uint8Array,
  elements: Uint8Array[],
  evaluated: Uint8Array[],
  proof: Uint8Array,
): boolean {
  const [c, s] = [proof.slice(0, SCALAR_SIZE), proof.slice(SCALAR_SIZE)];
  if (elements.length === 0 || elements.length !== evaluated.length) return false;
  if (!isScalar(g, c) || !isScalar(g, s)) return false;
  try {
    const weights = weightsOf(g, publicKey, elements, evaluated);
    const [m, z] = [weighted(g, weights, elements), weighted(g, weights, evaluated)];
    const t2 = add(g, multiplyBase(g, s), multiply(g, c, publicKey));
    const t3 = add(g, multiply(g, s, m), multiply(g, c, z));
    return same(c, challenge(g, [publicKey, m, z, t2, t3]));
  } catch {
    return false; // a point that is none, or a sum that is the identity
  }
}

/** The factors d_i of ComputeComposites (RFC 9497, 2.2.1): they make one proof of a batch. */
function weightsOf(
  g: Group,
  publicKey: Uint8Array,
  elements: Uint8Array[],
  evaluated: Uint8Array[],
): Uint8Array[] {
  const seed = g.sodium.crypto_hash(concat(part(publicKey), part(concat(utf8('Seed-'), g.context))));
  return elements.map((element, i) => {
    const other = evaluated[i] ?? new Uint8Array(0);
    const transcript = concat(part(seed), number2(i), part(element), part(other), utf8('Composite'));
    return hashToScalar(g, transcript);
  });
}

/** The sum of d_i * element_i. */
function weighted(g: Group, weights: Uint8Array[], elements: Uint8Array[]): Uint8Array {
  return elements
    .map((element, i) => multiply(g, weights[i] ?? new Uint8Array(0), element))
    .reduce((sum, one) => add(g, sum, one));
}

function challenge(g: Group, points: Uint8Array[]): Uint8Array {
  return hashToScalar(g, concat(...points.map(part), utf8('Challenge')));
}
