import { fromBase64url, hex } from '../../lib/bytes.ts';
import type { Role, SignedNetwork } from '../../lib/protocol/network.ts';

/** A server of the network, as a hop passes on to it. */
export interface Destination {
  readonly operator: string;
  readonly role: Role;
}

/** The servers of a network file by their ids (hex). */
export function destinationsOf(network: SignedNetwork): ReadonlyMap<string, Destination> {
  const out = new Map<string, Destination>();
  for (const { id, servers } of network.file.operators)
    for (const { key, role } of servers) out.set(hex(fromBase64url(key)), { operator: id, role });
  return out;
}

/** Where a hop may pass on to: an entry to exits, an exit to servers, neither to its own operator's (DESIGN 2). */
export function mayPass(from: { operator: string; layer: 1 | 2 }, to: Destination): boolean {
  if (to.operator === from.operator) return false;
  return from.layer === 2 ? to.role === 'exit' : ['content', 'id', 'ad'].includes(to.role);
}
