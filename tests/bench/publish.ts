import { bareNats } from './nats.ts';

/** Bare JetStream: a stream on disk, as the content server's, and nothing that thinks. */
export interface Publishing {
  /** Stores bytes under a subject of their own; resolves when nats-server has them. */
  put(bytes: Uint8Array): Promise<unknown>;
  readonly pid: number | null;
  stop(): Promise<void>;
}

/** Starts a nats-server as the stack configures its own, with one stream. */
export async function startPublishing(): Promise<Publishing> {
  const bare = await bareNats();
  const bus = await bare.connect('STORE');
  await bus.streams.ensure({ name: 'BARE', subjects: ['bare.>'] });
  let next = 0;
  return {
    put: (bytes) => bus.streams.put(`bare.${next++}`, bytes, 0),
    pid: bare.nats.pid,
    stop: async () => {
      await bus.close();
      await bare.stop();
    },
  };
}
