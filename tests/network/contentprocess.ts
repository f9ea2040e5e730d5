import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import type { SignedNetwork } from '../../lib/protocol/network.ts';
import { connectBus } from '../../servers/bus.ts';
import { start } from '../../servers/content/main.ts';
import type { ContentSettings } from '../../servers/content/settings.ts';
import { ownUser } from '../../servers/nats/keys.ts';
import { Partners } from '../../servers/partners.ts';
import { KEYS_BUCKET, openServerKeys } from '../../servers/serverkeys.ts';
import { seedOf } from './operators.ts';

/** What a content server's process of its own needs to know. */
export interface ProcessWords {
  readonly operator: string;
  readonly url: string;
  readonly network: SignedNetwork;
  readonly clock: number;
  readonly settings: ContentSettings;
}

/** Starts a content server as a process of its own, which a test can kill; resolves when it serves. */
export async function forkContent(words: ProcessWords): Promise<ChildProcess> {
  const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(words)]);
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', () => reject(new Error('the process ended while starting')));
  });
  return child;
}

/** Ends a process, by SIGKILL unless told otherwise. */
export async function endProcess(
  child: ChildProcess,
  signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL',
): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await ended;
}

async function run(words: ProcessWords): Promise<void> {
  const { operator, url, settings } = words;
  const operatorKey = seedOf(operator);
  const serverKey = seedOf(`${operator} content`);
  const connect = (account: 'STORE' | 'WIRE') =>
    connectBus({ url, ...ownUser(p, operatorKey, account), name: `${operator} test` });
  const [store, wire] = [await connect('STORE'), await connect('WIRE')];
  const now = () => words.clock;
  const network = () => words.network;
  const partners = new Partners({ p, operator, operatorKey, role: 'content', network });
  const bucket = await store.bucket(KEYS_BUCKET);
  const running = await start({
    operator,
    role: 'content',
    operatorKey,
    serverKey,
    serverId: p.signKey(serverKey),
    store,
    wire,
    connectPartner: (id) => partners.connect(id),
    network,
    onNetwork: () => () => undefined,
    adoptNetwork: network,
    serverKeys: await openServerKeys({ p, bucket, serverKey, now, random: p.random }),
    settings,
    now,
    random: p.random,
    log: pino({ level: 'silent' }),
    metrics: new Registry(),
    dataDir: '',
  });
  process.once('SIGTERM', async () => {
    await running.stop();
    process.exit(0);
  });
  process.once('disconnect', () => process.exit(1));
  process.send?.('serving');
}

const [, script, words] = process.argv;
if (script === fileURLToPath(import.meta.url) && words !== undefined) await run(JSON.parse(words));
