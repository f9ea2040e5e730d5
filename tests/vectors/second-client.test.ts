// A second client, written from lib/protocol/README.md alone, against every vector.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { OPERATIONS } from './second-client/vectors/operations.ts';
import { rfc9497, xwing } from './second-client/vectors/published.ts';
import { fromJson, toJson, type VectorFile } from './second-client/vectors/vector.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const client = `${folder}second-client/`;
const jsonOf = (file: string) => JSON.parse(readFileSync(folder + file, 'utf8'));
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const isOfOperations = (file: VectorFile): boolean => Array.isArray(file.vectors) && 'what' in file;
const OTHERS: Record<string, () => void> = {
  xwing: () => xwing(jsonOf('xwing.json')),
  rfc9497: () => rfc9497(jsonOf('rfc9497.json')),
};
const ours = files.filter((file) => isOfOperations(jsonOf(file))).map((file) => file.replace('.json', ''));
const others = files.map((file) => file.replace('.json', '')).filter((name) => !ours.includes(name));

test('the second client imports nothing but its own files, node and other libraries', () => {
  const sources = readdirSync(client, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  expect(sources.length).toBeGreaterThan(20);
  for (const file of sources) {
    const text = readFileSync(client + file, 'utf8');
    for (const [, name = ''] of text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)/g)) {
      const target = name.startsWith('.') ? join(dirname(client + file), name) : name;
      const allowed = target.startsWith(client) || /^(node:|@noble\/|vitest$)/.test(target);
      expect([file, name, allowed]).toEqual([file, name, true]);
    }
    const elsewhere = [...text.matchAll(/['"`][^'"`]*\b(?:lib|servers)\/[^'"`]*['"`]/g)].map(
      ([path]) => path,
    );
    expect(elsewhere).toEqual(file === 'document.ts' ? ["'../../../lib/protocol/README.md'"] : []);
  }
});

test('every vector file is handled', () => {
  expect(ours.toSorted()).toEqual(Object.keys(OPERATIONS).toSorted());
  expect(Object.keys(OTHERS)).toEqual(expect.arrayContaining(others));
});

test.each(others)('%s', (name) => OTHERS[name]?.());

describe.each(ours)('%s', (name) => {
  const { vectors }: VectorFile = jsonOf(`${name}.json`);
  test.each(vectors.map((one) => [`${one.op}: ${one.name}`, one] as const))('%s', (_, one) => {
    const run = OPERATIONS[name]?.[one.op];
    if (run === undefined) throw new Error(`no operation ${one.op}`);
    expect(toJson(run(fromJson(one.in)))).toEqual(one.out);
  });
});
