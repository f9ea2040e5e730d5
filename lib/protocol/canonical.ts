import { MalformedError } from './errors.ts';

const DEPTH = 16;

/**
 * Canonical JSON (wire 5; RFC 8785 for values without fractions): no white space, members sorted by code
 * unit, safe integers only. What is signed and hashed of JSON is this text. `undefined` members are left out.
 * Throws MalformedError for what it has no form for.
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0);
}

function write(value: unknown, depth: number): string {
  if (depth > DEPTH) throw new MalformedError('too deep');
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return writeInteger(value);
  if (typeof value === 'string') return writeText(value);
  if (Array.isArray(value)) return `[${value.map((one) => write(one, depth + 1)).join(',')}]`;
  if (typeof value === 'object') return writeMembers(value, depth);
  throw new MalformedError('no form in canonical JSON');
}

function writeInteger(value: number): string {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new MalformedError('not an integer');
  return String(value);
}

function writeText(value: string): string {
  if (!value.isWellFormed()) throw new MalformedError('not text');
  return JSON.stringify(value);
}

function writeMembers(value: object, depth: number): string {
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${writeText(key)}:${write(member, depth + 1)}`);
  return `{${members.join(',')}}`;
}
