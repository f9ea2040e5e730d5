import { expect, test } from 'vitest';
import { mayDraw } from '../../../lib/ui/frame/standing.ts';

const among = (...origins: string[]) => ({
  length: origins.length,
  item: (i: number) => origins[i] ?? null,
});

test('a frame draws in Facebook’s page and in no other, whoever stands between or around', () => {
  expect(mayDraw(among('https://www.facebook.com'))).toBe(true);
  expect(mayDraw(among('https://web.facebook.com'))).toBe(true);
  expect(mayDraw(among('https://www.facebook.com.example'))).toBe(false);
  expect(mayDraw(among('http://www.facebook.com'))).toBe(false);
  expect(mayDraw(among('null'))).toBe(false);
  expect(mayDraw(among('https://example.com', 'https://www.facebook.com'))).toBe(false);
  expect(mayDraw(among('https://www.facebook.com', 'https://example.com'))).toBe(false);
  expect(mayDraw(among('https://www.facebook.com', 'https://www.facebook.com'))).toBe(false);
});

test('by itself, and where the browser does not say, the background’s word decides', () => {
  expect(mayDraw(among())).toBe(true);
  expect(mayDraw(null)).toBe(true);
});
