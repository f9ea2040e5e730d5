import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The test files that hold properties, so that fuzzing repeats nothing else.
 * @param {string} root
 * @returns {string[]} paths below the root of test files importing fast-check
 */
export function propertyTests(root) {
  return readdirSync(join(root, 'tests'), { recursive: true })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join('tests', name))
    .filter((path) => /^(import .*|\}) from 'fast-check'/m.test(readFileSync(join(root, path), 'utf8')));
}
