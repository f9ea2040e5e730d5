import { expect, it } from 'vitest';
import { stickyCookies, visitorOf } from '../../../../servers/replica/visitor.ts';

const at = (path: string): URL => new URL(path, 'https://www.facebook.com');

it('the query wins over the cookie, the cookie over the default', () => {
  expect(visitorOf(at('/'), undefined, 'Me Example')).toMatchObject({
    name: 'Me Example',
    cohort: 'B',
    theme: 'light',
  });
  const cookie = 'replica_me=B%C3%B6b; replica_cohort=C; other=1';
  expect(visitorOf(at('/'), cookie, 'Me Example')).toMatchObject({ name: 'Böb', cohort: 'C' });
  expect(visitorOf(at('/?me=Bob&cohort=A'), cookie, 'Me Example')).toMatchObject({
    name: 'Bob',
    cohort: 'A',
  });
});

it('takes the default for what it does not know', () => {
  const odd = visitorOf(at('/?cohort=Z&theme=pink&lang=xx&slow=-4'), 'replica_me=%E0%A4%A', 'Me Example');
  expect(odd).toMatchObject({ cohort: 'B', theme: 'light', lang: 'en', slow: 0, name: '%E0%A4%A' });
});

it('makes the switches stay, but not the ones of one request', () => {
  expect(
    stickyCookies(at('/?me=Bob&theme=dark&broken=1&coep=require-corp')).map((one) => one.split(';')[0]),
  ).toEqual(['replica_me=Bob', 'replica_theme=dark']);
});
