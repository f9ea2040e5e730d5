import { describe, expect, it } from 'vitest';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { tagged } from '../../../lib/crypto/tagged.ts';
import { REMEMBERED, Replays } from '../../../servers/replays.ts';

const hashOf = (n: number) => tagged(p, 'test', n);

describe('replay memory', () => {
  it('knows an envelope for eleven minutes at least, whenever it came', () => {
    for (const came of [0, 1, REMEMBERED / 2, REMEMBERED - 1, REMEMBERED, REMEMBERED * 3]) {
      const replays = new Replays(0);
      replays.first(hashOf(0), 0);
      expect(replays.first(hashOf(1), came)).toBe(true);
      expect(replays.first(hashOf(1), came + 1)).toBe(false);
      replays.first(hashOf(2), came + REMEMBERED / 2);
      expect(replays.first(hashOf(1), came + REMEMBERED - 1)).toBe(false);
    }
  });

  it('forgets at last, and early where it is full', () => {
    const replays = new Replays(0);
    replays.first(hashOf(1), 0);
    expect(replays.first(hashOf(1), 2 * REMEMBERED)).toBe(true);
    const small = new Replays(0, 10);
    for (let n = 0; n < 100; n++) small.first(hashOf(n), n);
    expect(small.size).toBeLessThanOrEqual(20);
    expect(small.first(hashOf(99), 100)).toBe(false);
  });
});
