import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Stream } from '@libp2p/interface';
import { noise } from '@libp2p/noise';
import { tcp } from '@libp2p/tcp';
import { yamux } from '@libp2p/yamux';
import { multiaddr } from '@multiformats/multiaddr';
import { createLibp2p, type Libp2p } from 'libp2p';

const PROTOCOL = '/bench/1';

/** Two bare libp2p nodes in two processes, connected: what the helpers stand on. */
export interface BarePeer {
  /** Sends these bytes on a stream of their own; resolves when one byte came back. */
  send(bytes: Uint8Array): Promise<void>;
  stop(): Promise<void>;
}

/** Starts them: TCP, Noise and Yamux, as the helper's. */
export async function startBarePeer(size: number): Promise<BarePeer> {
  const child = fork(fileURLToPath(import.meta.url), [String(size)], { stdio: 'inherit' });
  const [address] = (await once(child, 'message')) as [string];
  const node = await bareNode([]);
  const connection = await node.dial(multiaddr(address));
  return {
    send: async (bytes) => {
      const stream = await connection.newStream(PROTOCOL);
      if (!stream.send(bytes)) await stream.onDrain();
      for await (const piece of stream) if (piece.byteLength > 0) break;
      await stream.close();
    },
    stop: async () => {
      await node.stop();
      await end(child);
    },
  };
}

async function bareNode(listen: string[]): Promise<Libp2p> {
  return await createLibp2p({
    addresses: { listen },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
  });
}

async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill();
  await gone;
}

async function serve(size: number): Promise<void> {
  const node = await bareNode(['/ip4/127.0.0.1/tcp/0']);
  await node.handle(PROTOCOL, (stream) => void answer(stream, size).catch(() => undefined));
  process.send?.(node.getMultiaddrs()[0]?.toString());
}

async function answer(stream: Stream, size: number): Promise<void> {
  let read = 0;
  for await (const piece of stream) {
    read += piece.byteLength;
    if (read >= size) break;
  }
  stream.send(Uint8Array.of(1));
  await stream.close();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) void serve(Number(process.argv[2]));
