import { readU32 } from '../../lib/bytes.ts';

/**
 * A random wait in ms, exponential with this mean, never over ten times it: so that the order and distance in which
 * envelopes leave are not those in which they came. 0 for mean 0.
 */
export function jitter(mean: number, random: (n: number) => Uint8Array): number {
  if (mean <= 0) return 0;
  const share = (readU32(random(4)) + 1) / 2 ** 32; // above 0, at most 1
  return Math.min(-Math.log(share) * mean, 10 * mean);
}
