import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { checkNetwork } from '../../lib/crypto/network.ts';
import { findOperator, type NetworkFile } from '../../lib/protocol/network.ts';
import { readKeys } from '../keysfile.ts';
import { ownPublicKeys } from '../nats/keys.ts';
import { startNats } from '../nats/process.ts';
import { readNetworkFile } from '../networkfile.ts';
import { ConfigError } from '../yaml.ts';
import { untilSignal } from './ending.ts';

interface NatsOptions {
  operator: string;
  keys: string;
  network: string;
  data: string;
  listen: { host: string; port: number };
  cert?: string;
  key?: string;
}

/** `peerwall nats`: an operator's nats-server, with the accounts and partners of the network file. */
export function addNatsCommands(program: Command): void {
  program
    .command('nats')
    .description("Run an operator's nats-server with the accounts and partners of the network file")
    .requiredOption('--operator <id>', 'whose it is')
    .requiredOption('--keys <file>', "the operator's keys")
    .requiredOption('--network <file>', 'network.json; new partners are let in when it changes')
    .requiredOption('--data <folder>', 'where the store is kept')
    .option('--listen <host:port>', 'address for partners and own servers', readListen, {
      host: '127.0.0.1',
      port: 4222,
    })
    .option('--cert <file>', 'certificate for TLS (PEM); needed where partners come over open networks')
    .option('--key <file>', 'its key (PEM)')
    .addHelpText('after', EXAMPLES)
    .action(runNats);
}

const EXAMPLES = `
Examples:
  peerwall nats --operator north --keys keys.json --network network.json --data data/nats
  peerwall nats --operator north --keys keys.json --network network.json --data data/nats \\
    --listen 0.0.0.0:4222 --cert fullchain.pem --key privkey.pem`;

async function runNats(options: NatsOptions): Promise<void> {
  const ended = untilSignal();
  const { cert, key } = options;
  if ((cert === undefined) !== (key === undefined)) throw new ConfigError('--cert and --key belong together');
  const { operator: seed } = await readKeys(options.keys);
  const network = await readNetwork(options);
  const server = await startNats({
    operator: options.operator,
    network,
    own: ownPublicKeys(p, seed),
    dataDir: resolve(options.data),
    ...options.listen,
    ...(cert === undefined || key === undefined ? {} : { tls: { cert: resolve(cert), key: resolve(key) } }),
  });
  console.log(`${options.operator}: ${server.url}`);
  const watcher = follow(options, (next) => server.reload(next));
  await ended;
  watcher.close();
  await server.stop();
}

async function readNetwork({ network, operator }: NatsOptions): Promise<NetworkFile> {
  const { file } = checkNetwork(p, await readNetworkFile(network), null, Date.now());
  if (findOperator(file, operator) === null) throw new ConfigError(`${network} has no operator ${operator}`);
  return file;
}

function follow(options: NatsOptions, reload: (network: NetworkFile) => Promise<void>): FSWatcher {
  const file = resolve(options.network);
  return watch(dirname(file), (_event, name) => {
    if (name !== basename(file)) return;
    readNetwork(options)
      .then(reload)
      .catch((error: unknown) =>
        console.error(`peerwall: ${error instanceof Error ? error.message : 'failed'}`),
      );
  });
}

function readListen(text: string): { host: string; port: number } {
  const [, host, port] = /^([A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\]):(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined || Number(port) > 65_535) throw new InvalidArgumentError('expected host:port');
  return { host, port: Number(port) };
}
