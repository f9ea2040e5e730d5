import { base64url } from '../lib/bytes.ts';
import type { Primitives } from '../lib/crypto/primitives.ts';
import { holdsServerWord, type ServerSaying } from '../lib/crypto/serverword.ts';
import type { Body } from '../lib/protocol/body.ts';
import { findServer, type NetworkFile, type NetworkOperator, type Role } from '../lib/protocol/network.ts';

/** A server that asks, as the network file lists it. */
export interface AskingServer {
  /** The server id, 32 bytes. */
  readonly server: Uint8Array;
  readonly operator: NetworkOperator;
  readonly role: Role;
}

/** Who said a server's word (wire 9); null where the network file does not list the server or it did not sign this. */
export function whoSaid(
  p: Primitives,
  network: NetworkFile,
  word: NonNullable<Body['o']>,
  said: ServerSaying,
): AskingServer | null {
  const found = findServer(network, base64url(word.server));
  return found !== null && holdsServerWord(p, word, said) ? { server: word.server, ...found } : null;
}
