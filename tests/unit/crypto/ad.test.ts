import { expect, test } from 'vitest';
import { openAd, signAd } from '../../../lib/crypto/ad.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { signTagged } from '../../../lib/crypto/tagged.ts';
import type { AdBody } from '../../../lib/protocol/ad.ts';
import { encode } from '../../../lib/protocol/codec.ts';
import { MalformedError } from '../../../lib/protocol/errors.ts';

const seed = new Uint8Array(32).fill(5);
const server = p.signKey(seed);
const body: AdBody = {
  id: new Uint8Array(16),
  advertiser: 'Corner Bookshop',
  text: 'Open until eight.',
  link: 'https://books.example/',
  from: 1_000,
  until: 2_000,
};
const forged = (changes: object) => {
  const ad = encode({ ...body, ...changes });
  return { ad, sig: signTagged(p, seed, 'ad', ad) };
};

test('an ad of the ad server is shown in its time', () => {
  const ad = signAd(p, seed, body);
  expect(openAd(p, server, ad, 1_000)).toEqual(body);
  expect(openAd(p, server, ad, 999)).toBeNull();
  expect(openAd(p, server, ad, 2_000)).toBeNull();
});

test('nobody gives one reader an ad of his own', () => {
  const ad = signAd(p, new Uint8Array(32).fill(6), body);
  expect(openAd(p, server, ad, 1_500)).toBeNull();
  const own = signAd(p, seed, body);
  const bent = Uint8Array.from(own.ad);
  bent[bent.length - 1] = (bent.at(-1) ?? 0) ^ 1;
  expect(openAd(p, server, { ...own, ad: bent }, 1_500)).toBeNull();
});

test('what is not inert is neither signed nor shown', () => {
  expect(() => signAd(p, seed, { ...body, text: '<script>' })).toThrow(MalformedError);
  expect(() => signAd(p, seed, { ...body, link: 'https://books.example:1/' })).toThrow(MalformedError);
  for (const changes of [
    { text: '<b>x</b>' },
    { link: 'https://u@books.example/' },
    { link: 'http://books.example/' },
    { script: 'x' },
  ])
    expect(openAd(p, server, forged(changes), 1_500)).toBeNull();
});
