import type { HelperConfig } from '../config.ts';
import type { Home } from '../home.ts';
import { type Address, multiaddrOf, ownAddresses } from './address.ts';
import type { Log } from './log.ts';
import { type PeerNode, startNode } from './peernode.ts';
import { isWorn, newTransportKey, readTransportKey } from './transportkey.ts';
import type { Answer, Question } from './wire.ts';

/** The helper's side of the open network: a node that is replaced when its key is, or when its port comes free. */
export interface Network {
  ask(addresses: readonly Address[], question: Question): Promise<Answer>;
  listening(): boolean;
  online(): number;
  /** Addresses for a client's contact cards, best first; none while nobody can dial. */
  addresses(slot: string): string[];
  /** A new transport key: Friends have to be told the new addresses. */
  rotate(): Promise<void>;
  /** Looks whether something changed since the last time: addresses, the port, a month. True where addresses did. */
  look(now: number): Promise<boolean>;
  stop(): Promise<void>;
}

/** What a network is made of. */
export interface NetworkParts {
  home: Home;
  config: HelperConfig;
  log: Log;
  mayCome(peer: string): boolean;
  answer(peer: string, question: Question): Answer;
  onPeer(peer: string): void;
}

const MOST_ADDRESSES = 16;

/** Starts the node with the home's key, on the port of its settings. */
export async function openNetwork(parts: NetworkParts): Promise<Network> {
  const { home, config, log } = parts;
  let key = readTransportKey(home, Date.now());
  const start = async (): Promise<PeerNode> => {
    const fresh = await startNode({ ...parts, seed: key.seed, listen: config.listen, port: config.port });
    log(fresh.listening() ? 'listening' : 'not-listening', { port: config.port });
    return fresh;
  };
  let node = await start();
  let changing: Promise<unknown> = Promise.resolve();
  // one after the other: of two nodes that start at once one would keep the port and be nobody's
  const restart = (): Promise<void> => {
    const change = changing.then(async () => {
      await node.stop();
      node = await start();
    });
    changing = change.catch(() => undefined);
    return change;
  };
  const multiaddrs = (): string[] =>
    node.listening()
      ? ownAddresses(config.listen).map((ip) => `${multiaddrOf(ip, config.port)}/p2p/${node.peer}`)
      : [];
  const rotate = async (): Promise<void> => {
    key = newTransportKey(home, Date.now());
    log('new-transport-key');
    await restart();
  };
  let last = multiaddrs().join();
  return {
    ask: async (addresses, question) => {
      // two browsers on this machine: nobody dials himself
      if (addresses[0]?.peer === node.peer) return parts.answer(node.peer, question);
      return await node.ask(addresses, question);
    },
    listening: () => node.listening(),
    online: () => node.online(),
    addresses: (slot) =>
      multiaddrs()
        .slice(0, MOST_ADDRESSES)
        .map((at) => `${slot}@${at}`),
    rotate,
    look: async (now) => {
      if (isWorn(key, now)) await rotate();
      else if (!node.listening()) await restart();
      const before = last;
      last = multiaddrs().join();
      return before !== last;
    },
    stop: async () => {
      await changing;
      await node.stop();
    },
  };
}
