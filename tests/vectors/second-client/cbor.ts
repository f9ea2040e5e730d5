// Section 1, Encoding: CBOR in core deterministic form.
import { type Bytes, concat, must, Refused, u32, u64, utf8 } from './bytes.ts';

const DEEPEST = 16;

/** The one encoding of a value: numbers 0 to 2^53-1, text, bytes, booleans, null, arrays, maps. Members that are undefined are left out. */
export function encode(value: unknown, depth = 0): Bytes {
  if (value === null) return Uint8Array.of(0xf6);
  if (typeof value === 'boolean') return Uint8Array.of(value ? 0xf5 : 0xf4);
  if (typeof value === 'number') return head(0, value);
  if (typeof value === 'string') {
    must(value.isWellFormed(), 'text with half a surrogate pair');
    const text = utf8(value);
    return concat(head(3, text.length), text);
  }
  if (value instanceof Uint8Array) return concat(head(2, value.length), value);
  must(typeof value === 'object' && depth < DEEPEST, 'no CBOR of ours');
  if (Array.isArray(value))
    return concat(head(4, value.length), ...value.map((one) => encode(one, depth + 1)));
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => ({ key: encode(key), member: encode(member, depth + 1) }))
    .sort((a, b) => Buffer.compare(a.key, b.key));
  return concat(head(5, members.length), ...members.flatMap(({ key, member }) => [key, member]));
}

function head(major: number, argument: number): Bytes {
  must(Number.isSafeInteger(argument) && argument >= 0, 'no uint');
  const first = major << 5;
  if (argument < 24) return Uint8Array.of(first | argument);
  if (argument < 0x100) return Uint8Array.of(first | 24, argument);
  if (argument < 0x10000) return Uint8Array.of(first | 25, argument >> 8, argument & 0xff);
  if (argument < 0x1_0000_0000) return concat(Uint8Array.of(first | 26), u32(argument));
  return concat(Uint8Array.of(first | 27), u64(argument));
}

/** The value of bytes that are one value in that form and nothing else. Refused. */
export function decode(bytes: Bytes): unknown {
  const reader = new Reader(bytes);
  const value = reader.value(0);
  must(reader.atEnd(), 'something behind');
  return value;
}

class Reader {
  readonly #bytes: Bytes;
  #at = 0;

  constructor(bytes: Bytes) {
    this.#bytes = bytes;
  }

  atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  value(depth: number): unknown {
    const first = this.#byte();
    const [major, low] = [first >> 5, first & 0x1f];
    if (major === 7) return simple(low);
    must(major !== 1 && major !== 6, 'a negative number or a tag');
    const argument = this.#argument(low);
    if (major === 0) return argument;
    if (major === 2) return this.#take(argument).slice();
    if (major === 3) return this.#text(argument);
    must(depth < DEEPEST, 'too deep');
    if (major === 5) return this.#map(argument, depth + 1);
    const list: unknown[] = [];
    for (let i = 0; i < argument; i++) list.push(this.value(depth + 1));
    return list;
  }

  #map(size: number, depth: number): Record<string, unknown> {
    const members: [string, unknown][] = [];
    let before: Bytes | null = null;
    for (let i = 0; i < size; i++) {
      const start = this.#at;
      const key = this.value(depth);
      must(typeof key === 'string', 'a key that is no text');
      const encoded = this.#bytes.subarray(start, this.#at);
      must(before === null || Buffer.compare(before, encoded) < 0, 'keys not sorted');
      before = encoded;
      members.push([key, this.value(depth)]);
    }
    return Object.fromEntries(members);
  }

  #argument(low: number): number {
    if (low < 24) return low;
    must(low < 28, 'an indefinite or reserved length');
    const size = 2 ** (low - 24);
    const raw = this.#take(size).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
    const least = size === 1 ? 24n : 1n << BigInt(size * 4);
    must(raw >= least && raw <= BigInt(Number.MAX_SAFE_INTEGER), 'not shortest, or too large');
    return Number(raw);
  }

  #text(length: number): string {
    const bytes = this.#take(length);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new Refused('no UTF-8');
    }
  }

  #take(length: number): Bytes {
    must(this.#at + length <= this.#bytes.length, 'cut short');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  #byte(): number {
    return this.#take(1)[0] ?? 0;
  }
}

function simple(low: number): boolean | null {
  must(low === 20 || low === 21 || low === 22, 'a float or another simple value');
  return low === 22 ? null : low === 21;
}
