import type { Role } from '../lib/protocol/network.ts';

/** Where a server takes users' envelopes and onion layers: `pw.<operator>.<role>`. */
export function envelopeSubject(operator: string, role: Role): string {
  return `pw.${operator}.${role}`;
}

/** Where a server takes questions of other operators, signed by their operator keys: `pw.<operator>.<role>.ops`. */
export function opsSubject(operator: string, role: 'id' | 'ad' | 'content'): string {
  return `pw.${operator}.${role}.ops`;
}

/** All subjects an operator's servers take questions on. */
export function allSubjects(operator: string): string {
  return `pw.${operator}.>`;
}
