import type { Bucket, Value } from '../../../servers/bus/buckets.ts';
import { ConflictError } from '../../../servers/bus/errors.ts';

/** A bucket in memory with the rules of the real one; `values` is what a thief of the store would have. */
export function memoryBucket(): Bucket & { values: Map<string, Value> } {
  const values = new Map<string, Value>();
  let last = 0;
  const write = (key: string, value: Uint8Array): number => {
    values.set(key, { key, value: value.slice(), revision: ++last });
    return last;
  };
  const expect = (key: string, revision: number): void => {
    if ((values.get(key)?.revision ?? 0) !== revision) throw new ConflictError('another value');
  };
  return {
    values,
    get: async (key) => values.get(key) ?? null,
    put: async (key, value) => write(key, value),
    create: async (key, value) => {
      expect(key, 0);
      return write(key, value);
    },
    update: async (key, value, revision) => {
      expect(key, revision);
      return write(key, value);
    },
    delete: async (key, revision) => {
      if (revision !== undefined) expect(key, revision);
      values.delete(key);
    },
    erase: async (key) => values.delete(key),
    keys: async (pattern = '>') => [...values.keys()].filter((key) => matches(pattern, key)),
    watch: async () => {
      throw new Error('not watched in memory');
    },
  };
}

function matches(pattern: string, key: string): boolean {
  const [wanted, parts] = [pattern.split('.'), key.split('.')];
  return (
    wanted.every((one, i) => one === '>' || one === '*' || one === parts[i]) &&
    (pattern.endsWith('>') || wanted.length === parts.length)
  );
}
