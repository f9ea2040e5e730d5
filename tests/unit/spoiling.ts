import fc from 'fast-check';
import { expect } from 'vitest';
import { hex } from '../../lib/bytes.ts';
import { runs } from './fuzzruns.ts';

/** A decoder with bytes it takes. */
export interface Decoder {
  valid: readonly Uint8Array[];
  /** What was read, written again; null where the decoder refuses in that way. */
  again(bytes: Uint8Array): Uint8Array | null;
  /** Whether this is the one error the decoder may throw. */
  refuses(error: unknown): boolean;
}

/** Most single-bit flips and truncations tried of one example in `npm test`; `npm run fuzz` tries all. */
const MOST = process.env.PEERWALL_FUZZ ? Number.POSITIVE_INFINITY : 250;

/**
 * Proves that a decoder bears any bytes: valid examples read back as they were; random bytes, truncations, single-bit flips
 * and patched examples are refused in the one way said, or are another value that is written in exactly these bytes.
 */
export function bears({ valid, again, refuses }: Decoder): void {
  expect(valid.length).toBeGreaterThan(0);
  const borne = (bytes: Uint8Array): void => {
    let out: Uint8Array | null;
    try {
      out = again(bytes);
    } catch (error) {
      if (refuses(error)) return;
      throw new Error(`bytes ${hex(bytes).slice(0, 400)} throw`, { cause: error });
    }
    if (out !== null && hex(out) !== hex(bytes)) expect(hex(out)).toBe(hex(bytes));
  };
  for (const bytes of valid) {
    expect(hex(again(bytes) ?? new Uint8Array())).toBe(hex(bytes));
    for (const end of every(bytes.length)) borne(bytes.slice(0, end));
    for (const bit of every(bytes.length * 8)) borne(flipped(bytes, bit));
    fc.assert(fc.property(patched(bytes), borne), runs(25));
  }
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), borne), runs(300));
}

/** Numbers below `count`: all, or so many that lie evenly between them. */
function every(count: number): number[] {
  const step = Math.max(1, count / MOST);
  return Array.from({ length: Math.floor(count / step) }, (_, i) => Math.floor(i * step));
}

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const out = Uint8Array.from(bytes);
  out[bit >> 3] = (out[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return out;
}

/** A part of the example replaced by other bytes, a few or many. */
function patched(bytes: Uint8Array): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(fc.nat(bytes.length), fc.nat(40), fc.uint8Array({ maxLength: 40 }))
    .map(([at, cut, put]) => Uint8Array.from([...bytes.slice(0, at), ...put, ...bytes.slice(at + cut)]));
}
