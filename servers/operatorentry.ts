import { base64url } from '../lib/bytes.ts';
import type { Primitives } from '../lib/crypto/primitives.ts';
import { type NetworkOperator, ROLES } from '../lib/protocol/network.ts';
import type { OperatorKeys } from './keysfile.ts';
import { partnerUser } from './nats/keys.ts';

/** How an operator stands in the network file: public keys of its seeds, and where it is reached. */
export function operatorEntry(
  p: Primitives,
  about: { id: string; name: string; nats: string; door?: string; relays?: string[] },
  keys: OperatorKeys,
): NetworkOperator {
  const servers = ROLES.flatMap((role) => {
    const seed = keys.servers[role];
    return seed === undefined ? [] : [{ role, key: base64url(p.signKey(seed)) }];
  });
  return {
    id: about.id,
    name: about.name,
    key: base64url(p.signKey(keys.operator)),
    wire: partnerUser(p, keys.operator, about.id).publicKey,
    nats: about.nats,
    ...(about.door === undefined ? {} : { door: about.door }),
    servers,
    relays: about.relays ?? [],
  };
}
