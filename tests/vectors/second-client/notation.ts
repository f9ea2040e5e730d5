// The notation of shapes, as the document writes them: { `member`? type, … }, array(1..4) of T, "a"|"b", bytes(<=9) or null.
import { must, Refused } from './bytes.ts';

/** Whether a value has a shape. */
export type Test = (value: unknown) => boolean;

type Range = (size: number) => boolean;
const TOKEN = /"[^"]*"|<=|\.\.|\w+|[{}()[\],?|]/g;

/** Reads a type. Names are looked up in `named` when a value is tested, so that shapes may come in any order. */
export function readShape(source: string, named: ReadonlyMap<string, Test>): Test {
  if (source.trim() === 'the empty map') return readShape('{ }', named);
  const tokens = source.replaceAll('`', '').match(TOKEN) ?? [];
  const parser = new Parser(tokens, named);
  const test = parser.type();
  must(parser.done(), `not understood: ${source}`);
  return test;
}

class Parser {
  readonly #tokens: string[];
  readonly #named: ReadonlyMap<string, Test>;
  #at = 0;

  constructor(tokens: string[], named: ReadonlyMap<string, Test>) {
    this.#tokens = tokens;
    this.#named = named;
  }

  done(): boolean {
    return this.#at === this.#tokens.length;
  }

  type(): Test {
    const alternatives = [this.#one()];
    while (this.#take('|') || this.#take('or')) alternatives.push(this.#one());
    return (value) => alternatives.some((test) => test(value));
  }

  #one(): Test {
    const token = this.#next();
    if (token === '{') return this.#map();
    if (token === '[') return this.#tuple();
    if (token.startsWith('"')) return (value) => value === token.slice(1, -1);
    if (/^\d+$/.test(token)) return (value) => value === Number(token);
    const range = this.#range();
    if (token === 'array') {
      this.#expect('of');
      const item = this.#one();
      return (value) => Array.isArray(value) && range(value.length) && value.every(item);
    }
    return scalar(token, range) ?? ((value) => this.#lookup(token)(value));
  }

  #lookup(name: string): Test {
    const found = this.#named.get(name);
    if (found === undefined) throw new Refused(`no shape ${name}`);
    return found;
  }

  #map(): Test {
    const members = new Map<string, { test: Test; optional: boolean }>();
    while (!this.#take('}')) {
      const name = this.#next();
      const optional = this.#take('?');
      members.set(name, { test: this.type(), optional });
      this.#take(',');
    }
    return (value) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
      if (value instanceof Uint8Array) return false;
      const there = new Map<string, unknown>(Object.entries(value));
      for (const [name, { test, optional }] of members) {
        const fits = there.has(name) ? test(there.get(name)) : optional;
        if (!fits) return false;
      }
      return [...there.keys()].every((name) => members.has(name));
    };
  }

  #tuple(): Test {
    const items: Test[] = [];
    while (!this.#take(']')) {
      items.push(this.type());
      this.#take(',');
    }
    return (value) =>
      Array.isArray(value) && value.length === items.length && items.every((test, i) => test(value[i]));
  }

  /** (n) exactly, (<=n), (a..b); nothing: any size. */
  #range(): Range {
    if (!this.#take('(')) return () => true;
    const range = this.#bounds();
    this.#expect(')');
    return range;
  }

  #bounds(): Range {
    if (this.#take('<=')) {
      const most = Number(this.#next());
      return (size) => size <= most;
    }
    const least = Number(this.#next());
    const most = this.#take('..') ? Number(this.#next()) : least;
    return (size) => size >= least && size <= most;
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }

  #expect(token: string): void {
    must(this.#take(token), `${token} expected`);
  }

  #next(): string {
    const token = this.#tokens[this.#at++];
    must(token !== undefined, 'a type that ends early');
    return token;
  }
}

function scalar(name: string, range: Range): Test | null {
  switch (name) {
    case 'bytes':
      return (value) => value instanceof Uint8Array && range(value.length);
    case 'b64u':
      return (value) => typeof value === 'string' && range(bytesIn(value));
    case 'text':
    case 'string':
      return (value) => typeof value === 'string' && range(value.length);
    case 'uint':
      return (value) =>
        typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && range(value);
    case 'boolean':
      return (value) => typeof value === 'boolean';
    case 'null':
      return (value) => value === null;
    case 'map':
      return (value) =>
        typeof value === 'object' &&
        value !== null &&
        !Array.isArray(value) &&
        !(value instanceof Uint8Array);
    default:
      return null;
  }
}

/** How many bytes a canonical base64url text holds; -1 for any other text. */
function bytesIn(text: string): number {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes.length : -1;
}
