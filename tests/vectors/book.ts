import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fromJson, toJson, type Vector, type VectorFile } from './json.ts';
import { OPERATIONS } from './operations/all.ts';

/** One file of vectors while it is made. */
export class Book {
  readonly #name: string;
  readonly #what: string;
  readonly #vectors: Vector[] = [];

  constructor(name: string, what: string) {
    this.#name = name;
    this.#what = what;
  }

  /** Adds a vector that has a result, and gives it. Throws where it is refused. */
  async add<T>(name: string, op: string, input: object): Promise<T> {
    const out = await this.#run(name, op, input);
    if (out === null) throw new Error(`${this.#name}: ${name} is refused`);
    return out as T;
  }

  /** Adds a vector that must be refused. Throws where it is not. */
  async refuse(name: string, op: string, input: object): Promise<void> {
    const out = await this.#run(name, op, input);
    if (out !== null) throw new Error(`${this.#name}: ${name} is not refused`);
  }

  async #run(name: string, op: string, input: object): Promise<unknown> {
    const run = OPERATIONS[this.#name]?.[op];
    if (run === undefined) throw new Error(`${this.#name}: no operation ${op}`);
    const json = toJson(input);
    const out = await run(fromJson(json));
    this.#vectors.push({ name, op, in: json, out: toJson(out) });
    return out;
  }

  /** Writes tests/vectors/NAME.json. */
  write(): void {
    const file: VectorFile = { what: this.#what, vectors: this.#vectors };
    const path = fileURLToPath(new URL(`${this.#name}.json`, import.meta.url));
    writeFileSync(path, `${JSON.stringify(file, null, 1)}\n`);
  }
}
