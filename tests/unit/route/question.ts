import { hex } from '../../../lib/bytes.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { networkHash } from '../../../lib/crypto/network.ts';
import { gone } from '../../../lib/protocol/commands/content.ts';
import type { NetworkFile } from '../../../lib/protocol/network.ts';
import { DAY, serverId, World } from './world.ts';

/** A question to north's content server, and what it answers in an answering world. */
export const question = {
  server: serverId('north content'),
  command: gone,
  args: { drop: new Uint8Array(32).fill(1) },
};
export const result = { key: new Uint8Array(32).fill(2), sig: new Uint8Array(64).fill(3) };

/** A world whose servers answer the question; the default network where none is given. */
export function answering(world = new World()): World {
  world.handler = () => result;
  return world;
}

/** The next file of a world's network, with changes. */
export function next(file: NetworkFile, change: Partial<NetworkFile> = {}): NetworkFile {
  return {
    ...file,
    number: file.number + 1,
    previous: hex(networkHash(p, file)),
    issued: file.issued + DAY,
    expires: file.expires + DAY,
    ...change,
  };
}
