import { expect, test, vi } from 'vitest';
import { nativePrimitives as p } from '../../../../lib/crypto/native.ts';
import { type Ad, AdBody } from '../../../../lib/protocol/ad.ts';
import { decode } from '../../../../lib/protocol/codec.ts';
import { encodeAs } from '../../../../lib/protocol/command.ts';
import { AdPools } from '../../../../servers/content/ads.ts';
import { emptyHead } from '../../../../servers/content/head.ts';
import { NOW, TestItem } from './people.ts';

const ad = (text: string, until = NOW + 1_000_000): Ad => {
  const body = {
    id: p.random(16),
    advertiser: 'Somebody',
    text,
    link: 'https://example.org/',
    from: 0,
    until,
  };
  return { ad: encodeAs(AdBody, body), sig: new Uint8Array(64) };
};
const headOf = (keywords?: string[]) => {
  const item = new TestItem(keywords === undefined ? {} : { keywords });
  return emptyHead(item.drop, item.record, new Uint8Array(0));
};

type Refill = ConstructorParameters<typeof AdPools>[0]['refill'];

function pools(refill: Refill, clock = { now: NOW }) {
  const made = new AdPools({
    refill,
    keywords: () => ['gardens'],
    now: () => clock.now,
    random: (n) => new Uint8Array(n),
  });
  /** Lets refills that are under way end. */
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { made, settle, clock };
}

test('a read waits for nothing: none at first, one when the pool is filled', async () => {
  const refill = vi.fn<Refill>(async () => [ad('one')]);
  const { made, settle } = pools(refill);
  expect(made.pick(3, headOf())).toBeNull();
  expect(made.pick(3, headOf())).toBeNull();
  expect(refill).toHaveBeenCalledTimes(2); // the cell's pool and everybody's, once each
  await settle();
  const shown = made.pick(3, headOf());
  expect(decode(shown?.cbor ?? new Uint8Array(0))).toHaveProperty('sig');
});

test('the ad server is told sums, the same ones again until it has them', async () => {
  const told: Parameters<Refill>[0][] = [];
  let away = false;
  const { made, settle, clock } = pools(async (args) => {
    told.push(args);
    if (away) throw new Error('away');
    return [ad('one')];
  });
  made.pick(undefined, headOf());
  await settle();
  for (let n = 0; n < 5; n++) made.pick(undefined, headOf())?.shown();
  away = true;
  clock.now += 600_000;
  made.pick(undefined, headOf());
  await settle();
  away = false;
  clock.now += 600_000;
  made.pick(undefined, headOf())?.shown();
  await settle();
  expect(told[1]?.shown.map(({ count }) => count)).toEqual([5]);
  expect(told[2]).toEqual(told[1]);
});

test('keywords outside the public list have no pool, and ads that are over are not shown', async () => {
  const asked: (string | undefined)[] = [];
  const { made, settle, clock } = pools(async ({ keyword }) => {
    asked.push(keyword);
    return [
      ad('one', NOW + 10),
      ...(keyword === undefined ? [] : [{ ad: p.random(20), sig: new Uint8Array(64) }]),
    ];
  });
  made.pick(undefined, headOf(['gardens', 'my secret word']));
  await settle();
  expect(asked.sort()).toEqual(['gardens', undefined]);
  expect(made.pick(undefined, headOf())).not.toBeNull();
  clock.now = NOW + 10;
  expect(made.pick(undefined, headOf())).toBeNull();
});
