import { base64url } from '../../lib/bytes.ts';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { tagged } from '../../lib/crypto/tagged.ts';
import type { NetworkFile, NetworkOperator, Role } from '../../lib/protocol/network.ts';
import { type Bus, connectBus } from '../../servers/bus.ts';
import { ownPublicKeys, ownUser, partnerUser } from '../../servers/nats/keys.ts';
import type { NatsProcess } from '../../servers/nats/process.ts';

/** A seed that is always the same for a name. */
export function seedOf(name: string): Uint8Array {
  return tagged(p, 'test seed', name);
}

/** An operator as the network file lists it, its keys made of its name. */
export function operatorOf(id: string, roles: Role[], nats = 'nats://127.0.0.1:4222'): NetworkOperator {
  return {
    id,
    name: `Operator ${id}`,
    key: base64url(p.signKey(seedOf(id))),
    wire: partnerUser(p, seedOf(id), id).publicKey,
    nats,
    ...(roles.includes('entry') ? { door: 'http://127.0.0.1:8080' } : {}),
    servers: roles.map((role) => ({ role, key: base64url(p.signKey(seedOf(`${id} ${role}`))) })),
    relays: [],
  };
}

/** A network file, number 1, of these operators. */
export function networkOf(operators: NetworkOperator[], issued = 1_000_000): NetworkFile {
  return {
    format: 'peerwall/network/1',
    name: 'Test network',
    number: 1,
    previous: null,
    issued,
    expires: issued + 14 * 86_400_000,
    authority: base64url(p.signKey(seedOf('authority of all'))),
    minimumAge: 13,
    smallNetwork: 100,
    signupBits: 0,
    strangerBits: 0,
    cells: [],
    keywords: [],
    promises: '',
    operators,
  };
}

/** Public NKeys of an operator's own users. */
export function ownKeys(id: string): ReturnType<typeof ownPublicKeys> {
  return ownPublicKeys(p, seedOf(id));
}

/** A connection of an operator's own process to its own nats-server. */
export function connectOwn(server: NatsProcess, id: string, account: 'STORE' | 'WIRE'): Promise<Bus> {
  return connectBus({ url: server.url, ...ownUser(p, seedOf(id), account), name: `${id} test` });
}

/** A connection of operator `id` to the nats-server of another. */
export function connectAsPartner(server: NatsProcess, id: string): Promise<Bus> {
  return connectBus({
    url: server.url,
    ...partnerUser(p, seedOf(id), id),
    name: `${id} partner`,
    connectMs: 1_000,
    whenAway: 'refuse',
  });
}
