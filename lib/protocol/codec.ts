import { decode as cborDecode, encode as cborEncode } from 'cborg';
import { same } from '../bytes.ts';
import { MalformedError } from './errors.ts';

const DEPTH = 16;

/**
 * Deterministic CBOR (wire 1). `undefined` members are left out.
 * Throws MalformedError for what the wire has no form for (floats, depth over 16).
 */
export function encode(value: unknown): Uint8Array {
  // a copy: in Node cborg gives a Buffer, with more memory behind it than is ours to keep
  return new Uint8Array(cborEncode(clean(value, 0), { float64: true }));
}

/**
 * Reads deterministic CBOR and nothing else: what would be written differently, is refused.
 * Throws MalformedError, with no more said, for anything the wire does not allow.
 */
export function decode(bytes: Uint8Array): unknown {
  let value: unknown;
  try {
    value = cborDecode(bytes, {
      strict: true,
      allowIndefinite: false,
      allowUndefined: false,
      allowInfinity: false,
      allowNaN: false,
      allowBigInt: false,
      rejectDuplicateMapKeys: true,
      useMaps: false,
    });
    if (same(encode(value), bytes)) return value;
  } catch {
    // one refusal for all: what was wrong is nobody's to learn
  }
  throw new MalformedError('malformed');
}

function clean(value: unknown, depth: number): unknown {
  if (depth > DEPTH) throw new MalformedError('too deep');
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || value < 0 || Object.is(value, -0))
      throw new MalformedError('not a number of the wire');
    return value;
  }
  if (value === null || typeof value === 'boolean' || value instanceof Uint8Array) return value;
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new MalformedError('not text');
    return value;
  }
  if (Array.isArray(value)) return value.map((one) => clean(one, depth + 1));
  if (typeof value === 'object') return cleanMap(value, depth);
  throw new MalformedError('no form on the wire');
}

function cleanMap(value: object, depth: number): Map<string, unknown> {
  const out = new Map<string, unknown>();
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) out.set(key, clean(member, depth + 1));
  }
  return out;
}
