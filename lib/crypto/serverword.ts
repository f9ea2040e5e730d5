import { encode } from '../protocol/codec.ts';
import type { Primitives } from './primitives.ts';
import { signTagged, verifyTagged } from './tagged.ts';

/** What a server's word to another says (wire 9): `to` is the asked server's id, `args` the command's arguments. */
export interface ServerSaying {
  readonly to: Uint8Array;
  readonly command: string;
  readonly minute: number;
  readonly args: object;
}

/** The operator's word of a body: server id and signature by its identity seed (32). */
export function sayAsServer(
  p: Primitives,
  seed: Uint8Array,
  said: ServerSaying,
): { server: Uint8Array; sig: Uint8Array } {
  const sig = signTagged(p, seed, 'server word', said.to, said.command, said.minute, encode(said.args));
  return { server: p.signKey(seed), sig };
}

/** Whether a word is by the server it names, for this destination, command, minute and arguments. */
export function holdsServerWord(
  p: Primitives,
  word: { server: Uint8Array; sig: Uint8Array },
  said: ServerSaying,
): boolean {
  return verifyTagged(
    p,
    word.server,
    word.sig,
    'server word',
    said.to,
    said.command,
    said.minute,
    encode(said.args),
  );
}
