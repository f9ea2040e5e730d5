import { mkdir } from 'node:fs/promises';
import type { Logger } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { base64url } from '../lib/bytes.ts';
import { nativePrimitives as p } from '../lib/crypto/native.ts';
import { findServer } from '../lib/protocol/network.ts';
import { type Bus, connectBus } from './bus.ts';
import type { Clock } from './clock.ts';
import type { ServerConfig } from './config.ts';
import type { RoleContext } from './context.ts';
import { KeysFileError, readKeys } from './keysfile.ts';
import { makeLog } from './log.ts';
import { serveMetrics } from './metrics.ts';
import { ownUser } from './nats/keys.ts';
import { NetworkHolder } from './networkfile.ts';
import { Partners } from './partners.ts';
import type { RoleModule } from './roles.ts';
import { KEYS_BUCKET, openServerKeys } from './serverkeys.ts';

/** A role that runs in this process. */
export interface HostedRole {
  /** Port of its metrics; null where none are served. */
  readonly metricsPort: number | null;
  /** Resolves when keys and network file have followed the last move of the clock. */
  settled(): Promise<void>;
  /** Ends the role, then all that was opened for it, the last first. */
  stop(): Promise<void>;
}

/** Opens what a role needs (keys, network file, buses, server keys) and starts it. Leaves nothing open where that fails. */
export async function hostRole(config: ServerConfig, module: RoleModule, clock: Clock): Promise<HostedRole> {
  const opened = new AsyncDisposableStack();
  try {
    const log = makeLog(config);
    const metrics = new Registry();
    let moved: Promise<void> = Promise.resolve();
    const context = await makeContext(config, clock, {
      log,
      metrics,
      opened,
      onMoved: (done) => (moved = done),
    });
    const role = await module.start(context);
    opened.defer(() => role.stop());
    let metricsPort: number | null = null;
    if (config.metrics !== undefined) {
      collectDefaultMetrics({ register: metrics });
      const served = await serveMetrics(metrics, config.metrics);
      opened.defer(() => served.stop());
      metricsPort = served.port;
    }
    log.info('started');
    return { metricsPort, settled: () => moved, stop: () => opened.disposeAsync() };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

async function makeContext(
  config: ServerConfig,
  clock: Clock,
  made: { log: Logger; metrics: Registry; opened: AsyncDisposableStack; onMoved(done: Promise<void>): void },
): Promise<RoleContext> {
  const { opened, log, metrics } = made;
  const { operatorKey, serverKey } = await keysOf(config);
  const serverId = p.signKey(serverKey);
  const network = await NetworkHolder.open(p, config.network, clock.now);
  opened.defer(() => network.close());
  const listed = findServer(network.current().file, base64url(serverId));
  if (listed?.operator.id !== config.operator || listed.role !== config.role)
    throw new KeysFileError(
      `${config.network} does not list the ${config.role} server of ${config.operator} with this key`,
    );
  await mkdir(config.data, { recursive: true, mode: 0o700 });
  const connectOwn = async (account: 'STORE' | 'WIRE'): Promise<Bus> => {
    const user = ownUser(p, operatorKey, account);
    const name = `${config.operator} ${config.role}`;
    // a machine that starts everything at once is slow to answer
    const bus = await connectBus({ url: config.nats, ...user, name, connectMs: 30_000 });
    opened.defer(() => bus.close());
    return bus;
  };
  const store = await connectOwn('STORE');
  const wire = await connectOwn('WIRE');
  const { operator, role } = config;
  const partners = new Partners({ p, operator, operatorKey, role, network: () => network.current() });
  opened.defer(() => partners.close());
  const bucket = await store.bucket(KEYS_BUCKET);
  const serverKeys = await openServerKeys({ p, bucket, serverKey, now: clock.now, random: p.random });
  opened.defer(() => serverKeys.stop());
  clock.onMove(() => {
    const following = Promise.allSettled([serverKeys.refresh(), network.reread()]);
    made.onMoved(following.then(() => undefined));
  });
  return {
    operator,
    role,
    operatorKey,
    serverKey,
    serverId,
    store,
    wire,
    connectPartner: (id) => partners.connect(id),
    network: () => network.current(),
    onNetwork: (listener) => network.onChange(listener),
    adoptNetwork: (heard) => network.adopt(heard),
    serverKeys,
    settings: config.settings,
    now: clock.now,
    random: p.random,
    log,
    metrics,
    dataDir: config.data,
  };
}

async function keysOf(config: ServerConfig): Promise<{ operatorKey: Uint8Array; serverKey: Uint8Array }> {
  const keys = await readKeys(config.keys);
  const serverKey = keys.servers[config.role];
  if (serverKey === undefined)
    throw new KeysFileError(`${config.keys}: has no key for the role ${config.role}`);
  return { operatorKey: keys.operator, serverKey };
}
