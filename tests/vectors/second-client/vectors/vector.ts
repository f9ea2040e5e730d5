// How vectors are written: JSON, bytes as text "0x" and hex digits; `out` null = refused.
import { fromHex, hex, Refused } from '../bytes.ts';

export interface Vector {
  name: string;
  op: string;
  in: unknown;
  out: unknown;
}

export interface VectorFile {
  what: string;
  vectors: Vector[];
}

/** Does what a vector names; null where this client refuses. */
export type Operation = (input: unknown) => unknown;

/** An operation over inputs of a type: what comes out proves that they had it. */
export function operation<I>(run: (input: I) => unknown): Operation {
  return (input) => {
    try {
      return run(input as I);
    } catch (error) {
      if (error instanceof Refused) return null;
      throw error;
    }
  };
}

export const holds = (result: boolean): true | null => (result ? true : null);

export function fromJson(value: unknown): unknown {
  if (typeof value === 'string' && value.startsWith('0x')) return fromHex(value.slice(2));
  if (Array.isArray(value)) return value.map(fromJson);
  if (typeof value === 'object' && value !== null) return mapMembers(value, fromJson);
  return value;
}

export function toJson(value: unknown): unknown {
  if (value instanceof Uint8Array) return `0x${hex(value)}`;
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === 'object' && value !== null) return mapMembers(value, toJson);
  return value;
}

function mapMembers(value: object, change: (member: unknown) => unknown): object {
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, change(member)]));
}
