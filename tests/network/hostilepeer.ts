import { randomBytes } from 'node:crypto';
import { fromHex } from '../../lib/bytes.ts';
import { type Address, readAddress } from '../../servers/helper/daemon/address.ts';
import { type PeerNode, startNode } from '../../servers/helper/daemon/peernode.ts';
import type { Answer, Question } from '../../servers/helper/daemon/wire.ts';
import { freePort } from '../../servers/ports.ts';

/** A helper of somebody's own making: it says whatever a test wants to an honest one. */
export interface HostilePeer {
  /** Its address as a Friend's contact would have it. */
  readonly address: string;
  readonly slot: string;
  readonly node: PeerNode;
  ask(victim: readonly string[], question: Question): Promise<Answer>;
  /** Brings letters for the device the victim's address names. */
  deliver(victim: readonly string[], log: string, letters: readonly [number, Uint8Array][]): Promise<Answer>;
}

/** Starts one. What it is asked, it refuses. */
export async function startHostile(): Promise<HostilePeer> {
  const port = await freePort(0);
  const node = await startNode({
    seed: new Uint8Array(randomBytes(32)),
    listen: '127.0.0.1',
    port,
    mayCome: () => true,
    answer: () => ({ is: 'refused' }),
    onPeer: () => undefined,
  });
  const slot = randomBytes(16).toString('hex');
  const ask = (victim: readonly string[], question: Question) => node.ask(victim.map(read), question);
  return {
    address: `${slot}@/ip4/127.0.0.1/tcp/${port}/p2p/${node.peer}`,
    slot,
    node,
    ask,
    deliver: (victim, log, letters) =>
      ask(victim, {
        is: 'deliver',
        slot: fromHex(victim.map(read)[0]?.slot ?? ''),
        letters: letters.map(([number, letter]) => ({ log: fromHex(log), number, letter })),
      }),
  };
}

function read(text: string): Address {
  const address = readAddress(text);
  if (address === null) throw new Error(`no address: ${text}`);
  return address;
}
