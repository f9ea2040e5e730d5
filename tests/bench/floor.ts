import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { type Bus, connectBus } from '../../servers/bus.ts';
import { ownUser } from '../../servers/nats/keys.ts';
import { seedOf } from '../network/operators.ts';
import { bareNats } from './nats.ts';

/** Bare request-reply: a nats-server and a process of its own that answers with as many bytes as the real server. */
export interface Floor {
  plain(payload: Uint8Array): Promise<Uint8Array>;
  /** The same with one native X-Wing opening per request. */
  opening(payload: Uint8Array): Promise<Uint8Array>;
  /** The process that answers. */
  readonly pid: number | null;
  stop(): Promise<void>;
}

interface Order {
  url: string;
  size: number;
}

/** Starts it, configured as the stack configures its own. */
export async function startFloor(size: number): Promise<Floor> {
  const bare = await bareNats();
  const child = fork(fileURLToPath(import.meta.url), { stdio: 'inherit' });
  child.send({ url: bare.nats.url, size } satisfies Order);
  await once(child, 'message');
  const bus = await bare.connectPartner();
  return {
    plain: (payload) => bus.request('pw.north.content', payload, 60_000),
    opening: (payload) => bus.request('pw.north.id', payload, 60_000),
    pid: child.pid ?? null,
    stop: async () => {
      await end(bus, child);
      await bare.stop();
    },
  };
}

async function end(bus: Bus, child: ChildProcess): Promise<void> {
  await bus.close();
  const gone = once(child, 'exit');
  child.kill();
  await gone;
}

async function serve(order: Order): Promise<void> {
  const bus = await connectBus({ url: order.url, ...ownUser(p, seedOf('north'), 'WIRE'), name: 'floor' });
  const answer = p.random(order.size);
  const seed = p.random(32);
  const pair = p.kem.encapsulate(p.kem.publicKey(seed));
  if (pair === null) throw new Error('no X-Wing');
  await bus.serve('pw.north.content', 'floor', async () => answer);
  await bus.serve('pw.north.id', 'floor', async () => {
    p.kem.decapsulate(seed, pair.enc);
    return answer;
  });
  process.send?.('ready');
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  process.once('message', (order: Order) => void serve(order));
