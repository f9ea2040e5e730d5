import { u64 } from '../bytes.ts';
import type { Primitives } from './primitives.ts';
import { tagged } from './tagged.ts';

/**
 * Whether `work` (8 bytes) makes T("work", what, work) begin with `bits` zero bits (wire 6).
 * `what` is the hash (32) of the thing the work was done for.
 */
export function hasWork(p: Primitives, what: Uint8Array, work: Uint8Array, bits: number): boolean {
  return work.length === 8 && leadingZeros(tagged(p, 'work', what, work)) >= bits;
}

/**
 * Work for `what`: counts from `start` (a random one keeps two askers apart). About 2^bits hashes; `rest` is awaited
 * every 4,096 of them, so that the thread can do other things.
 */
export async function findWork(
  p: Primitives,
  what: Uint8Array,
  bits: number,
  start = 0,
  rest: () => Promise<void> = () => new Promise((resolve) => setTimeout(resolve)),
): Promise<Uint8Array> {
  for (let n = start; ; n++) {
    const work = u64(n);
    if (hasWork(p, what, work, bits)) return work;
    if (n % 4096 === 4095) await rest();
  }
}

function leadingZeros(bytes: Uint8Array): number {
  let bits = 0;
  for (const byte of bytes) {
    if (byte !== 0) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
}
