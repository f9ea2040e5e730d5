// The wire (lib/protocol/README.md) against its vectors: everything lib makes and refuses, byte for byte.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { fromJson, toJson, type VectorFile } from './json.ts';
import { OPERATIONS } from './operations/all.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const read = (name: string): VectorFile => JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8'));

test('every operation is proved by a vector that holds, and every check by one that is refused', () => {
  for (const [name, operations] of Object.entries(OPERATIONS)) {
    const { vectors } = read(name);
    for (const op of Object.keys(operations)) {
      const outs = vectors.filter((one) => one.op === op).map(({ out }) => out !== null);
      expect([name, op, outs.includes(true) || op.startsWith('refuse')]).toEqual([name, op, true]);
      if (/^(check|open|read|decode)/.test(op))
        expect([name, op, outs.includes(false)]).toEqual([name, op, true]);
    }
  }
});

test('there are no two vectors of one name and operation', () => {
  for (const name of Object.keys(OPERATIONS)) {
    const names = read(name).vectors.map((one) => `${one.op}: ${one.name}`);
    expect(names.filter((one, i) => names.indexOf(one) !== i)).toEqual([]);
  }
});

test('every vector file with operations is proved here', () => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  const named = files.filter((file) => readFileSync(`${folder}${file}`, 'utf8').startsWith('{\n "what"'));
  expect(named.map((file) => file.replace('.json', '')).sort()).toEqual(Object.keys(OPERATIONS).sort());
});

describe.each(Object.entries(OPERATIONS))('%s', (name, operations) => {
  test.each(read(name).vectors.map((one) => [`${one.op}: ${one.name}`, one] as const))(
    '%s',
    async (_, one) => {
      const run = operations[one.op];
      if (run === undefined) throw new Error(`no operation ${one.op}`);
      expect(toJson(await run(fromJson(one.in)))).toEqual(one.out);
    },
  );
});
