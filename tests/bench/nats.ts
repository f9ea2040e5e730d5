import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bus } from '../../servers/bus.ts';
import { type NatsProcess, startNats } from '../../servers/nats/process.ts';
import { connectAsPartner, connectOwn, networkOf, operatorOf, ownKeys } from '../network/operators.ts';

/** A nats-server of one operator with both its accounts, in a folder of its own. */
export interface BareNats {
  readonly nats: NatsProcess;
  readonly dataDir: string;
  connect(account: 'STORE' | 'WIRE'): Promise<Bus>;
  /** As an exit of another operator: may ask `pw.north.content` and `pw.north.id`. */
  connectPartner(): Promise<Bus>;
  stop(): Promise<void>;
}

/** Starts it as the stack would: the floors are measured on what the servers themselves stand on. */
export async function bareNats(): Promise<BareNats> {
  const dataDir = await mkdtemp(join(tmpdir(), 'peerwall-bench-'));
  const nats = await startNats({
    dataDir,
    operator: 'north',
    network: networkOf([operatorOf('north', ['content', 'id']), operatorOf('west', ['exit'])]),
    own: ownKeys('north'),
  });
  return {
    nats,
    dataDir,
    connect: (account) => connectOwn(nats, 'north', account),
    connectPartner: () => connectAsPartner(nats, 'west'),
    stop: async () => {
      await nats.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
