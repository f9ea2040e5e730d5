import { concat, utf8 } from '../bytes.ts';
import { prove, verifyProof } from './dleq.ts';
import {
  type Group,
  hashToGroup,
  hashToScalar,
  isElement,
  isZero,
  multiply,
  multiplyBase,
  part,
  randomScalar,
} from './ristretto.ts';

// OPRF and VOPRF of RFC 9497 for ristretto255-SHA512. Elements and scalars are 32 bytes, outputs 64.

export interface VoprfKey {
  readonly secret: Uint8Array;
  readonly publicKey: Uint8Array;
}

/** An input with its blind, of which only `element` is sent. */
export interface Blinded {
  readonly input: Uint8Array;
  readonly blind: Uint8Array;
  readonly element: Uint8Array;
}

/** DeriveKeyPair (3.2.1) of a 32-byte seed and public info. */
export function deriveKeyPair(g: Group, seed: Uint8Array, info: Uint8Array): VoprfKey {
  const domain = concat(utf8('DeriveKeyPair'), g.context);
  for (let counter = 0; counter < 256; counter++) {
    const secret = hashToScalar(g, concat(seed, part(info), Uint8Array.of(counter)), domain);
    if (!isZero(secret)) return { secret, publicKey: multiplyBase(g, secret) };
  }
  throw new Error('no key in 256 tries'); // the chance is 2^-64000
}

/** Blind (3.3.1). A given scalar must be uniform, and of this input alone. */
export function blind(g: Group, input: Uint8Array, scalar = randomScalar(g)): Blinded {
  return { input, blind: scalar, element: multiply(g, scalar, hashToGroup(g, input)) };
}

/** BlindEvaluate of mode 0 (3.3.1); null where the element is not canonical or is the identity. */
export function blindEvaluate(g: Group, secret: Uint8Array, element: Uint8Array): Uint8Array | null {
  return isElement(g, element) ? multiply(g, secret, element) : null;
}

/**
 * BlindEvaluate of mode 1 (3.3.2) for a batch with one proof; null where there is no element, or one is not canonical or
 * the identity. A given `r` is for test vectors only.
 */
export function blindEvaluateBatch(
  g: Group,
  key: VoprfKey,
  elements: Uint8Array[],
  r?: Uint8Array,
): { evaluated: Uint8Array[]; proof: Uint8Array } | null {
  if (elements.length === 0 || !elements.every((element) => isElement(g, element))) return null;
  const evaluated = elements.map((element) => multiply(g, key.secret, element));
  return { evaluated, proof: prove(g, key, elements, evaluated, r) };
}

/** Finalize of mode 0 (3.3.1); null where the evaluated element is none. */
export function finalize(g: Group, blinded: Blinded, evaluated: Uint8Array): Uint8Array | null {
  if (!isElement(g, evaluated)) return null;
  const inverse = g.sodium.crypto_core_ristretto255_scalar_invert(blinded.blind);
  return output(g, blinded.input, multiply(g, inverse, evaluated));
}

/** Finalize of mode 1 (3.3.2) for a batch: the outputs in order; null where the proof does not hold for all of them. */
export function finalizeBatch(
  g: Group,
  publicKey: Uint8Array,
  blinded: readonly Blinded[],
  evaluated: Uint8Array[],
  proof: Uint8Array,
): Uint8Array[] | null {
  if (!isElement(g, publicKey) || !evaluated.every((element) => isElement(g, element))) return null;
  const elements = blinded.map((one) => one.element);
  if (!verifyProof(g, publicKey, elements, evaluated, proof)) return null;
  const outputs = blinded.map((one, i) => finalize(g, one, evaluated[i] ?? new Uint8Array(0)));
  return outputs.every((one) => one !== null) ? outputs : null;
}

/** Evaluate (3.3.1, 3.3.2): the output for an input by who has the secret. */
export function evaluate(g: Group, secret: Uint8Array, input: Uint8Array): Uint8Array {
  return output(g, input, multiply(g, secret, hashToGroup(g, input)));
}

function output(g: Group, input: Uint8Array, element: Uint8Array): Uint8Array {
  return g.sodium.crypto_hash(concat(part(input), part(element), utf8('Finalize')));
}
