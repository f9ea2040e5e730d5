import { fromHex, hex } from '../../lib/bytes.ts';

/** How vectors are written: JSON, bytes as text "0x" and hex digits; no other text begins with 0x. */

/** A value as JSON can hold it. */
export function toJson(value: unknown): unknown {
  if (value instanceof Uint8Array) return `0x${hex(value)}`;
  if (value instanceof Map) return [...value].map(toJson);
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .map(([name, member]) => [name, toJson(member)]),
    );
  return value;
}

/** The value back, with its bytes. */
export function fromJson(value: unknown): unknown {
  if (typeof value === 'string' && value.startsWith('0x')) return fromHex(value.slice(2));
  if (Array.isArray(value)) return value.map(fromJson);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fromJson(member)]));
  return value;
}

/** One vector: what is done (`op`) with which named inputs, and what comes out; `out` null = refused. */
export interface Vector {
  name: string;
  op: string;
  in: unknown;
  out: unknown;
}

/** A file of vectors. */
export interface VectorFile {
  what: string;
  vectors: Vector[];
}
