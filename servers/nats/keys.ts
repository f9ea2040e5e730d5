import type { Primitives } from '../../lib/crypto/primitives.ts';
import { derive } from '../../lib/crypto/tagged.ts';
import { encodeUserKey, encodeUserSeed } from './nkeys.ts';

/** A NATS user: its seed ("SU…", secret), its public key ("U…"), and the prefix its inboxes have. */
export interface NatsUser {
  nkey: string;
  publicKey: string;
  inbox: string;
}

/** Whose own user: of the store, of the servers that take questions, of who looks after them. */
export type OwnAccess = 'STORE' | 'WIRE' | 'WATCH';

// capitals: no operator can be called so and be given these inboxes
export const WATCH = 'WATCH';

/** Who an operator is at its partners' nats-servers; the public key is `wire` in the network file (wire 5). */
export function partnerUser(p: Primitives, operatorKey: Uint8Array, operator: string): NatsUser {
  return user(p, derive(p, 'nats key', operatorKey, new Uint8Array(0), 32), operator);
}

/** The operator's own processes at its own nats-server. */
export function ownUser(p: Primitives, operatorKey: Uint8Array, access: OwnAccess): NatsUser {
  return user(p, derive(p, 'nats own key', operatorKey, new Uint8Array(0), 32, access), access);
}

/** Public NKeys of an operator's own users, as its nats-server's configuration lists them. */
export function ownPublicKeys(
  p: Primitives,
  operatorKey: Uint8Array,
): { store: string; wire: string; watch: string } {
  const key = (access: OwnAccess): string => ownUser(p, operatorKey, access).publicKey;
  return { store: key('STORE'), wire: key('WIRE'), watch: key('WATCH') };
}

/** Prefix of the inboxes of a user; with `.>` behind it, all it may subscribe. */
export function inboxPrefix(name: string): string {
  return `_INBOX_${name}`;
}

function user(p: Primitives, seed: Uint8Array, name: string): NatsUser {
  return { nkey: encodeUserSeed(seed), publicKey: encodeUserKey(p.signKey(seed)), inbox: inboxPrefix(name) };
}
