import type { NetworkOperator, Role } from '../../lib/protocol/network.ts';
import { envelopeSubject, opsSubject } from '../subjects.ts';

/**
 * The subjects of `host` a partner may publish, by full name; empty where the two have nothing to do with each other.
 * Everything else is refused by the nats-server of `host`, whoever owns the partner's.
 */
export function allowedSubjects(host: NetworkOperator, partner: NetworkOperator): string[] {
  const runs = (operator: NetworkOperator, role: Role): boolean =>
    operator.servers.some((one) => one.role === role);
  const out: string[] = [];
  if (runs(partner, 'entry') && runs(host, 'exit')) out.push(envelopeSubject(host.id, 'exit'));
  for (const role of ['content', 'id', 'ad'] as const) {
    if (runs(partner, 'exit') && runs(host, role)) out.push(envelopeSubject(host.id, role));
  }
  // every server hands in its keys, the authority's own too
  if (partner.servers.length > 0 && runs(host, 'id')) out.push(opsSubject(host.id, 'id'));
  if (runs(partner, 'content') && runs(host, 'ad')) out.push(opsSubject(host.id, 'ad'));
  if (runs(partner, 'id') && runs(host, 'content')) out.push(opsSubject(host.id, 'content'));
  return out;
}
