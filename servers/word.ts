import { base64url } from '../lib/bytes.ts';
import type { Primitives } from '../lib/crypto/primitives.ts';
import { signTagged, verifyTagged } from '../lib/crypto/tagged.ts';
import type { Body } from '../lib/protocol/body.ts';
import { encode } from '../lib/protocol/codec.ts';
import { findServer, type NetworkFile, type NetworkOperator, type Role } from '../lib/protocol/network.ts';

/** A server's word to another server (wire 9): member `o` of the body. */
export type ServerWord = NonNullable<Body['o']>;

/** Who asks, as the network file lists it. */
export interface Asker {
  /** The server id, 32 bytes. */
  readonly server: Uint8Array;
  readonly operator: NetworkOperator;
  readonly role: Role;
}

/** What a word is about: the asked server's id, the command's name, the body's minute and arguments. */
export interface Said {
  destination: Uint8Array;
  command: string;
  minute: number;
  args: object;
}

/** Signs what a server asks with the seed (32) of its identity key. */
export function signWord(p: Primitives, serverKey: Uint8Array, said: Said): ServerWord {
  return {
    server: p.signKey(serverKey),
    sig: signTagged(
      p,
      serverKey,
      'server word',
      said.destination,
      said.command,
      said.minute,
      encode(said.args),
    ),
  };
}

/** Who said it; null where the network file does not list the server or it did not sign this. */
export function checkWord(p: Primitives, network: NetworkFile, word: ServerWord, said: Said): Asker | null {
  const found = findServer(network, base64url(word.server));
  if (found === null) return null;
  const { destination, command, minute, args } = said;
  const holds = verifyTagged(
    p,
    word.server,
    word.sig,
    'server word',
    destination,
    command,
    minute,
    encode(args),
  );
  return holds ? { server: word.server, ...found } : null;
}
