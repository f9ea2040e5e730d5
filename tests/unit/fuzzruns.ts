/** How often a property is tried: `n` times, a hundred times as often under `npm run fuzz` (PEERWALL_FUZZ). */
export function runs(n: number): { numRuns: number } {
  return { numRuns: process.env.PEERWALL_FUZZ ? n * 100 : n };
}
