import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fromJson, type VectorFile } from './json.ts';

/** The inputs of all vectors of a file and operation that hold: examples of what is taken. */
export function examples<T>(file: string, op: string): T[] {
  const path = fileURLToPath(new URL(`${file}.json`, import.meta.url));
  const { vectors }: VectorFile = JSON.parse(readFileSync(path, 'utf8'));
  return vectors.filter((one) => one.op === op && one.out !== null).map((one) => fromJson(one.in) as T);
}
