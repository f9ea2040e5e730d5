import { expect, test } from 'vitest';
import { SearchIndex } from '../../../../servers/id/search.ts';

const users = ['alice adams', 'alan', 'bob alison', 'carol-ann', "sinead o'connor", 'zoe'].map((name, n) => ({
  name,
  user: `u${n}`,
}));
const names = (index: SearchIndex, text: string, after = '', most = 20) =>
  index.find(text, after, most).map((one) => one.name);

test('names and their words are found by their beginning, in the order of names', () => {
  const index = new SearchIndex(users);
  expect(names(index, 'al')).toEqual(['alan', 'alice adams', 'bob alison']);
  expect(names(index, 'adams')).toEqual(['alice adams']);
  expect(names(index, 'alice a')).toEqual(['alice adams']);
  expect(names(index, 'ann')).toEqual(['carol-ann']);
  expect(names(index, 'conn')).toEqual(["sinead o'connor"]);
  expect(names(index, 'lice')).toEqual([]);
  expect(names(index, '')).toEqual([]);
});

test('page by page, nobody is left out or shown twice', () => {
  const many = Array.from({ length: 50 }, (_, n) => ({
    name: `ann ann ${String(n).padStart(2, '0')}`,
    user: `${n}`,
  }));
  const index = new SearchIndex(many.toReversed());
  const seen: string[] = [];
  for (let page = names(index, 'ann'); page.length > 0; page = names(index, 'ann', seen.at(-1)))
    seen.push(...page);
  expect(seen).toEqual(many.map((one) => one.name));
});

test('who comes is found, who goes is not', () => {
  const index = new SearchIndex(users);
  index.add({ name: 'dave adams', user: 'new' });
  expect(names(index, 'adams')).toEqual(['alice adams', 'dave adams']);
  index.remove({ name: 'alice adams', user: 'u0' });
  expect(names(index, 'adams')).toEqual(['dave adams']);
  expect(names(index, 'ali')).toEqual(['bob alison']);
});
