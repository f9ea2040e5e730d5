// Section 5: canonical JSON.
import { must } from './bytes.ts';

/** Canonical JSON as text: no white space, members sorted by code unit, numbers only integers. Refused for other numbers and for text with half a surrogate pair. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([key, member]) => `${canonical(key)}:${canonical(member)}`).join(',')}}`;
  }
  must(typeof value !== 'string' || value.isWellFormed(), 'half a surrogate pair');
  must(typeof value !== 'number' || Number.isSafeInteger(value), 'numbers are integers');
  return JSON.stringify(value);
}
