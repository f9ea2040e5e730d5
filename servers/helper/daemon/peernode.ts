import { generateKeyPairFromSeed } from '@libp2p/crypto/keys';
import { identify } from '@libp2p/identify';
import type { Connection, Stream } from '@libp2p/interface';
import { noise } from '@libp2p/noise';
import { peerIdFromString } from '@libp2p/peer-id';
import { tcp } from '@libp2p/tcp';
import { yamux } from '@libp2p/yamux';
import { multiaddr } from '@multiformats/multiaddr';
import { createLibp2p, type Libp2p } from 'libp2p';
import { type Address, isLoopback, listenOn } from './address.ts';
import { readFrame, sendFrame } from './streamframes.ts';
import {
  type Answer,
  LONGEST,
  PROTOCOL,
  type Question,
  readAnswer,
  readQuestion,
  writeWire,
} from './wire.ts';

/** What a node is made of. */
export interface NodeParts {
  /** Seed of the transport key. */
  seed: Uint8Array;
  listen: string | null;
  port: number;
  /** Whether a peer may stay connected: asked when its key is proved, before anything else. */
  mayCome(peer: string): boolean;
  /** Answers a Friend's helper. */
  answer(peer: string, question: Question): Answer;
  /** A Friend's helper is connected, whoever dialled. */
  onPeer(peer: string): void;
}

/** This helper among others. */
export interface PeerNode {
  readonly peer: string;
  /** Whether the port is open. */
  listening(): boolean;
  online(): number;
  /** Asks the helper at the addresses, which are one peer's; rejects where it cannot be reached or says what it may not. */
  ask(addresses: readonly Address[], question: Question): Promise<Answer>;
  stop(): Promise<void>;
}

const EXCHANGE = 5000;
const DIAL = 8000;
const CONNECTIONS_OF_PEER = 4;
const STREAMS = 8;

/** Starts the node. Where the port is taken it can dial all the same; `listening` says so. */
export async function startNode(parts: NodeParts): Promise<PeerNode> {
  const node = await create(parts, listenOn(parts.listen, parts.port)).catch(() => create(parts, []));
  await node.handle(PROTOCOL, (stream, connection) => serve(parts, stream, connection), {
    maxInboundStreams: STREAMS,
    maxOutboundStreams: STREAMS,
  });
  node.addEventListener('peer:connect', ({ detail }) => parts.onPeer(detail.toString()));
  return {
    peer: node.peerId.toString(),
    listening: () => node.getMultiaddrs().length > 0,
    online: () => node.getPeers().length,
    ask: (addresses, question) => ask(node, mayDial(addresses, parts.listen), question),
    stop: async () => await node.stop(),
  };
}

async function create(parts: NodeParts, listen: string[]): Promise<Libp2p> {
  let node: Libp2p | undefined;
  const tooMany = (peer: string): boolean =>
    (node?.getConnections(peerIdFromString(peer)).length ?? 0) >= CONNECTIONS_OF_PEER;
  node = await createLibp2p({
    privateKey: await generateKeyPairFromSeed('Ed25519', parts.seed),
    addresses: { listen },
    // nothing of the version or the machine
    nodeInfo: { name: 'peerwall', version: '1', userAgent: 'peerwall' },
    transports: [tcp({ backlog: 32 })],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux({ maxInboundStreams: 32, maxOutboundStreams: 32, enableKeepAlive: true })],
    services: { identify: identify() },
    connectionMonitor: { enabled: false },
    connectionManager: {
      maxConnections: 300,
      maxParallelDials: 16,
      dialTimeout: DIAL,
      addressSorter: () => 0,
      inboundConnectionThreshold: 20,
      maxIncomingPendingConnections: 20,
      inboundUpgradeTimeout: 5000,
      reconnectRetries: 0,
    },
    connectionGater: {
      denyDialMultiaddr: () => false,
      denyInboundEncryptedConnection: (peer) => !parts.mayCome(peer.toString()) || tooMany(peer.toString()),
    },
  });
  return node;
}

/** A Friend's word must not make this machine knock at its own services; where it listens on loopback (tests, demo), it may. */
function mayDial(addresses: readonly Address[], listen: string | null): readonly Address[] {
  const own = listen !== null && isLoopback(listen);
  return own ? addresses : addresses.filter(({ ip }) => !isLoopback(ip));
}

async function ask(node: Libp2p, addresses: readonly Address[], question: Question): Promise<Answer> {
  const [first] = addresses;
  if (first === undefined) throw new Error('no address');
  const known = node.getConnections(peerIdFromString(first.peer)).find(({ status }) => status === 'open');
  if (known !== undefined) {
    try {
      return await exchange(known, question);
    } catch {
      // a machine that slept leaves connections that only look open
      known.abort(new Error('no answer'));
    }
  }
  const fresh = await node.dial(
    addresses.map(({ at }) => multiaddr(at)),
    { signal: AbortSignal.timeout(DIAL) },
  );
  return await exchange(fresh, question);
}

async function exchange(connection: Connection, question: Question): Promise<Answer> {
  const signal = AbortSignal.timeout(EXCHANGE);
  const stream = await connection.newStream(PROTOCOL, { signal });
  try {
    await sendFrame(stream, writeWire(question), signal);
    const answer = readAnswer(await readFrame(stream, LONGEST, signal));
    await stream.close({ signal });
    return answer;
  } catch (error) {
    stream.abort(new Error('failed'));
    throw error;
  }
}

async function serve(parts: NodeParts, stream: Stream, connection: Connection): Promise<void> {
  const signal = AbortSignal.timeout(EXCHANGE);
  try {
    const question = readQuestion(await readFrame(stream, LONGEST, signal));
    await sendFrame(stream, writeWire(parts.answer(connection.remotePeer.toString(), question)), signal);
    await stream.close({ signal });
  } catch {
    // who does not speak the protocol is not spoken to
    stream.abort(new Error('refused'));
  }
}
