import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { fingerprint } from '../../lib/crypto/network.ts';
import { EXAMPLE_CATALOGUE } from '../ads/example.ts';
import { LOG_LEVELS } from '../config.ts';
import type { Stack } from '../stack/stack.ts';
import { startStack } from '../stack/start.ts';
import { ConfigError } from '../yaml.ts';
import { untilSignal } from './ending.ts';

interface UpOptions {
  data: string;
  json?: boolean;
  public?: boolean;
  host?: string;
  cert?: string;
  key?: string;
  ads?: string;
  processes: number;
  log: (typeof LOG_LEVELS)[number];
}

/** `peerwall up`: the whole network on this machine. */
export function addUpCommand(program: Command): void {
  program
    .command('up')
    .description('Run a whole network on this machine: five operators, each with its own nats-server')
    .option('--data <folder>', 'where keys, stores and logs are kept', '.peerwall/network')
    .option('--json', 'print one line of JSON when it is ready, and nothing else')
    .option('--public', 'let others in: doors on all addresses, over HTTPS (needs --host, --cert and --key)')
    .option('--host <name>', 'name under which others reach this machine')
    .option('--cert <file>', 'certificate of that name with its chain (PEM)')
    .option('--key <file>', 'its key (PEM)')
    .option('--ads <file>', 'catalogue of campaigns; without it three examples, with --public none')
    .option('--processes <n>', 'processes of each content server', readCount, 1)
    .option('--log <level>', `level of the logs: ${LOG_LEVELS.join(', ')}`, readLevel, 'warn')
    .addHelpText('after', EXAMPLES)
    .action(up);
}

const EXAMPLES = `
Examples:
  peerwall up
  peerwall up --data /srv/peerwall --json
  peerwall up --public --host club.example --cert fullchain.pem --key privkey.pem`;

async function up(options: UpOptions): Promise<void> {
  const ended = untilSignal();
  let ending = false;
  const stack = await startStack({
    dataDir: resolve(options.data),
    processesPerContentServer: options.processes,
    log: options.log,
    ...campaigns(options),
    ...publicDoors(options),
    onEnd: (part) => void again(part, () => ending),
  });
  console.log(options.json ? JSON.stringify(describe(stack)) : tell(stack));
  await ended;
  ending = true;
  await stack.stop();
}

/** Starts what crashed again, until it stands or everything ends; the longer it does not, the more seldom. */
async function again(part: { name: string; start(): Promise<void> }, ending: () => boolean): Promise<void> {
  for (let pause = 500; !ending(); pause = Math.min(pause * 2, 30_000)) {
    console.error(`peerwall: ${part.name} ended; starting it again`);
    await new Promise((resolve) => setTimeout(resolve, pause).unref());
    if (ending()) return;
    try {
      return await part.start();
    } catch (error) {
      if (!ending()) console.error(`peerwall: ${error instanceof Error ? error.message : 'failed'}`);
    }
  }
}

function campaigns(options: UpOptions): { settings?: { ad: { catalogue: string } } } {
  if (options.ads !== undefined) return { settings: { ad: { catalogue: resolve(options.ads) } } };
  return options.public === true ? {} : { settings: { ad: { catalogue: EXAMPLE_CATALOGUE } } };
}

function publicDoors(options: UpOptions): { public?: { host: string; cert: string; key: string } } {
  const { host, cert, key } = options;
  if (options.public !== true) {
    if (host !== undefined || cert !== undefined || key !== undefined)
      throw new ConfigError('--host, --cert and --key are for a network that others reach: add --public');
    return {};
  }
  if (host === undefined || cert === undefined || key === undefined)
    throw new ConfigError('--public needs --host, --cert and --key: doors others reach speak HTTPS only');
  return { public: { host, cert: resolve(cert), key: resolve(key) } };
}

/** What programs need to know of a running network. */
export function describe(stack: Stack): object {
  const { file } = stack.network();
  return {
    network: stack.networkFile,
    name: file.name,
    number: file.number,
    fingerprint: fingerprint(p, file.authority),
    doors: stack.doors,
    operators: stack.operators.map((one) => ({ id: one.id, nats: one.nats.url, door: one.door })),
  };
}

function tell(stack: Stack): string {
  const { file } = stack.network();
  const lines = stack.operators.map((one) => {
    const roles = one.servers.map(({ role }) => role).join(', ');
    return `  ${one.id.padEnd(10)} ${roles.padEnd(21)} ${one.nats.url}${one.door === null ? '' : `  ${one.door}`}`;
  });
  return [
    `${file.name}, network file ${file.number}: ${stack.networkFile}`,
    `fingerprint ${fingerprint(p, file.authority)}`,
    ...lines,
    'Ctrl-C ends it.',
  ].join('\n');
}

function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 16)
    throw new InvalidArgumentError('expected a number from 1 to 16');
  return count;
}

function readLevel(text: string): (typeof LOG_LEVELS)[number] {
  const level = LOG_LEVELS.find((one) => one === text);
  if (level === undefined) throw new InvalidArgumentError(`expected one of ${LOG_LEVELS.join(', ')}`);
  return level;
}
