import { concat, hex } from '../bytes.ts';
import type { Primitives } from './primitives.ts';
import { derive } from './tagged.ts';

/**
 * The number two people compare: 12 groups of 5 digits, made of both account public keys (32 bytes each), the same for both
 * sides. Finding two other keys that give a number seen elsewhere costs about 2^100 hashes.
 */
export function safetyNumber(p: Primitives, ours: Uint8Array, theirs: Uint8Array): string {
  const [low, high] = hex(ours) < hex(theirs) ? [ours, theirs] : [theirs, ours];
  const bytes = derive(p, 'safety number', concat(low, high), new Uint8Array(0), 60);
  return Array.from({ length: 12 }, (_, i) => group(bytes.subarray(5 * i, 5 * i + 5))).join(' ');
}

/** Five bytes, big-endian, modulo 100,000. */
function group(bytes: Uint8Array): string {
  const number = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  return String(number % 100_000).padStart(5, '0');
}
