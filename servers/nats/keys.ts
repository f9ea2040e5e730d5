import type { Primitives } from '../../lib/crypto/primitives.ts';
import { derive } from '../../lib/crypto/tagged.ts';
import { encodeUserKey, encodeUserSeed } from './nkeys.ts';

/** A NATS user: its seed ("SU…", secret), its public key ("U…"), and the prefix its inboxes have. */
export interface NatsUser {
  nkey: string;
  publicKey: string;
  inbox: string;
}

// capitals: no operator can be called so and be given these inboxes
export const OWN = 'OWN';

/** Who an operator is at its partners' nats-servers; the public key is `wire` in the network file (wire 5). */
export function partnerUser(p: Primitives, operatorKey: Uint8Array, operator: string): NatsUser {
  return user(p, derive(p, 'nats key', operatorKey, new Uint8Array(0), 32), operator);
}

/** The operator's own processes at its own nats-server. */
export function ownUser(p: Primitives, operatorKey: Uint8Array, account: 'STORE' | 'WIRE'): NatsUser {
  return user(p, derive(p, 'nats own key', operatorKey, new Uint8Array(0), 32, account), OWN);
}

/** Prefix of the inboxes of a user; with `.>` behind it, all it may subscribe. */
export function inboxPrefix(name: string): string {
  return `_INBOX_${name}`;
}

function user(p: Primitives, seed: Uint8Array, name: string): NatsUser {
  return { nkey: encodeUserSeed(seed), publicKey: encodeUserKey(p.signKey(seed)), inbox: inboxPrefix(name) };
}
