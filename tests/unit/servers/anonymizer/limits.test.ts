import { describe, expect, it } from 'vitest';
import { jitter } from '../../../../servers/anonymizer/jitter.ts';
import { Bucket, Limits } from '../../../../servers/anonymizer/limits.ts';

describe('limits without identity', () => {
  it('let so many work and so many wait; the rest is refused and never begun', async () => {
    const limits = new Limits({ concurrent: 2, queue: 1, perSecond: 1_000 }, () => 0);
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const work = (n: number) =>
      limits.within(() => {
        begun.push(n);
        return new Promise<number>((resolve) => ends.push(() => resolve(n)));
      });
    const all = [work(1), work(2), work(3), work(4)];
    expect(await all[3]).toBeNull();
    expect(begun).toEqual([1, 2]);
    ends[0]?.();
    expect(await all[0]).toBe(1);
    await Promise.resolve();
    expect(begun).toEqual([1, 2, 3]);
    expect(limits.running).toBe(2);
    ends[1]?.();
    ends[2]?.();
    expect(await Promise.all(all)).toEqual([1, 2, 3, null]);
    expect(limits.running).toBe(0);
  });

  it('give the place back where the work fails', async () => {
    const limits = new Limits({ concurrent: 1, queue: 0, perSecond: 1_000 }, () => 0);
    await expect(limits.within(async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await limits.within(async () => 7)).toBe(7);
  });

  it('refuse past the rate and recover with time', async () => {
    let now = 0;
    const limits = new Limits({ concurrent: 9, queue: 9, perSecond: 10 }, () => now);
    const go = () => limits.within(async () => true);
    for (let i = 0; i < 20; i++) expect(await go()).toBe(true);
    expect(await go()).toBeNull();
    now += 100;
    expect(await go()).toBe(true);
    expect(await go()).toBeNull();
  });

  it('a clock that goes back gives nothing and locks nobody out', () => {
    const bucket = new Bucket(1, 10_000);
    expect([bucket.take(10_000), bucket.take(10_000), bucket.take(10_000)]).toEqual([true, true, false]);
    expect(bucket.take(0)).toBe(false);
    expect(bucket.take(1_000)).toBe(true);
  });
});

describe('the random wait of an exit', () => {
  const at = (share: number) => (n: number) => {
    const out = new Uint8Array(n);
    new DataView(out.buffer).setUint32(0, share * (2 ** 32 - 1));
    return out;
  };

  it('is exponential with its mean, bounded, and none for 0', () => {
    expect(jitter(0, at(0.5))).toBe(0);
    expect(jitter(30, at(Math.exp(-1)))).toBeCloseTo(30, 3);
    expect(jitter(30, at(1))).toBeCloseTo(0, 6);
    expect(jitter(30, at(0))).toBe(300);
  });
});
