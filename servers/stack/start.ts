import { access, copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { NetworkFileError } from '../../lib/crypto/network.ts';
import { MalformedError } from '../../lib/protocol/errors.ts';
import {
  type NetworkOperator,
  type Role,
  readSignedNetwork,
  type SignedNetwork,
} from '../../lib/protocol/network.ts';
import { makeClock } from '../clock.ts';
import type { LOG_LEVELS } from '../config.ts';
import { makeKeys, type OperatorKeys, readKeys, writeKeys } from '../keysfile.ts';
import { ownPublicKeys } from '../nats/keys.ts';
import { type NatsProcess, startNats } from '../nats/process.ts';
import { nextNetwork } from '../networkauthority.ts';
import { readNetworkFile, writeNetworkFile } from '../networkfile.ts';
import { operatorEntry } from '../operatorentry.ts';
import { InProcessRole } from './inprocess.ts';
import { lockFolder } from './lock.ts';
import { FIVE_OPERATORS, LOCAL_TERMS, type NetworkTerms, type OperatorPlan } from './plan.ts';
import { freePort } from './ports.ts';
import { untilBundles } from './ready.ts';
import { writeRoleConfig } from './roleconfigs.ts';
import { type Configure, RoleProcess } from './roleprocess.ts';
import type { Stack, StackOperator, StackServer } from './stack.ts';

export interface StackOptions {
  /** Where everything is kept: keys, network files, stores, logs. A second start goes on with what is there. */
  dataDir: string;
  /** Default: FIVE_OPERATORS. Exactly one runs `id` and `ad`. */
  operators?: OperatorPlan[];
  /** Terms of the network that differ from LOCAL_TERMS. */
  terms?: Partial<NetworkTerms>;
  /** Settings of roles, as in the role's YAML below `settings`. */
  settings?: Partial<Record<Role, Record<string, unknown>>>;
  /** Processes of each content server (default 1). */
  processesPerContentServer?: number;
  /** Milliseconds the servers' clocks are ahead of the machine's. */
  clockOffset?: number;
  /** Level of the logs, in `<dataDir>/<operator>/<role>.log` (default warn). */
  log?: (typeof LOG_LEVELS)[number];
  /** Serve metrics on free loopback ports. */
  metrics?: boolean;
  /** All roles in this process: starts at once, but nothing can be killed. For tests. */
  inProcess?: boolean;
  /** Options of node for the roles' processes, e.g. `--heapsnapshot-signal=SIGUSR2`. */
  execArgv?: string[];
  /** Doors that others reach: name of this host, and PEM files of its certificate. Without: plain HTTP on loopback. */
  public?: { host: string; cert: string; key: string };
  /** Called where a server's or nats-server's process that was ready ended by itself (not one in this process). */
  onEnd?: (part: { name: string; start(): Promise<void> }) => void;
}

interface Prepared {
  plan: OperatorPlan;
  dataDir: string;
  keys: OperatorKeys;
  doorPort: number | null;
}

/**
 * Starts a whole network on this machine: for each operator its nats-server and a process per role. The network file
 * is signed anew; the one before is kept as `network.<number>.json`. Resolves when every server is ready
 * and every door gives the bundle of the day.
 * NatsServerMissingError, NatsStartError, RoleStartError, DoorNotReadyError, StackRunningError; nothing is left running then.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const opened = new AsyncDisposableStack();
  try {
    opened.defer(await lockFolder(options.dataDir));
    return await start(options, opened);
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

async function start(options: StackOptions, opened: AsyncDisposableStack): Promise<Stack> {
  const { dataDir } = options;
  const clock = makeClock(options.clockOffset ?? 0);
  const networkFile = join(dataDir, 'network.json');
  const before = await networkBefore(networkFile);
  const prepared = await Promise.all(
    (options.operators ?? FIVE_OPERATORS).map((plan) => prepare(options, plan, before)),
  );
  const terms = { ...LOCAL_TERMS, ...options.terms };
  const authority = prepared.find(({ keys }) => keys.authority !== undefined)?.keys.authority;
  if (authority === undefined) throw new MalformedError('one operator must run the ID server');
  const listed = (nats: (id: string) => string): NetworkOperator[] =>
    prepared.map((one) => entryOf(options, one, nats));
  const sign = (operators: NetworkOperator[], from: SignedNetwork | null): SignedNetwork =>
    nextNetwork(p, { ...terms, operators }, from, { authority }, clock.now());

  // a nats-server needs its partners' keys; the file that is published needs the ports the nats-servers got
  const known = new Map(before?.file.operators.map((one) => [one.id, one.nats]));
  const draft = sign(
    listed((id) => known.get(id) ?? 'nats://127.0.0.1:1'),
    before,
  );
  const nats = new Map<string, NatsProcess>();
  opened.defer(() => allOf([...nats.values()].map((one) => one.stop())));
  await allOf(
    prepared.map(async (one) => nats.set(one.plan.id, await startNatsOf(options, one, draft, known))),
  );
  let network = sign(
    listed((id) => nats.get(id)?.url ?? ''),
    before,
  );
  await publish(networkFile, network);

  const servers = new Map<string, { role: Role; server: MovableServer }[]>();
  for (const one of prepared) {
    const url = nats.get(one.plan.id)?.url ?? '';
    servers.set(one.plan.id, await makeServers(options, one, url, networkFile));
  }
  const all = [...servers.values()].flat();
  opened.defer(() => allOf(all.map(({ server }) => server.stop())));
  await allOf(all.map(({ server }) => server.start()));
  // doors that others reach may have a name this machine itself cannot reach
  const doors = network.file.operators.flatMap(({ door }) => door ?? []);
  const bundlesAre = async (all: boolean): Promise<void> => {
    if (options.public !== undefined) return;
    await untilBundles(doors, Math.floor(clock.now() / 86_400_000), network.file.number, all);
  };
  await bundlesAre(true);

  const operators = prepared.map(({ plan, dataDir: dir, keys }): StackOperator => {
    const process = nats.get(plan.id);
    if (process === undefined) throw new RangeError(`no nats-server of ${plan.id}`);
    const door = network.file.operators.find((one) => one.id === plan.id)?.door ?? null;
    return { id: plan.id, dataDir: dir, keys, nats: process, door, servers: servers.get(plan.id) ?? [] };
  });
  const find = (id: string): StackOperator => {
    const found = operators.find((one) => one.id === id);
    if (found === undefined) throw new RangeError(`the stack has no operator ${id}`);
    return found;
  };
  return {
    dataDir,
    networkFile,
    network: () => network,
    doors,
    operators,
    operator: find,
    server: (id, role, process = 0) => {
      const found = find(id).servers.filter((one) => one.role === role)[process]?.server;
      if (found === undefined) throw new RangeError(`${id} has no process ${process} of ${role}`);
      return found;
    },
    now: clock.now,
    setClock: async (offset) => {
      clock.set(offset);
      await allOf(all.map(({ server }) => server.setClock(offset)));
      network = sign(network.file.operators, network);
      await publish(networkFile, network);
      // moved once more, they have read it when they answer
      await allOf(all.map(({ server }) => server.setClock(offset)));
      await bundlesAre(false);
    },
    stop: () => opened.disposeAsync(),
  };
}

async function prepare(
  options: StackOptions,
  plan: OperatorPlan,
  before: SignedNetwork | null,
): Promise<Prepared> {
  const dataDir = join(options.dataDir, plan.id);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, 'keys.json');
  const there = await access(file).then(
    () => true,
    () => false,
  );
  if (!there) await writeKeys(file, makeKeys(p.random, plan.roles, plan.roles.includes('id')));
  const keys = await readKeys(file);
  const door = before?.file.operators.find((one) => one.id === plan.id)?.door;
  const wanted = door === undefined ? 0 : Number(new URL(door).port);
  const host = options.public === undefined ? '127.0.0.1' : '0.0.0.0';
  return {
    plan,
    dataDir,
    keys,
    doorPort: plan.roles.includes('entry') ? await freePort(wanted, host) : null,
  };
}

function entryOf(
  options: StackOptions,
  { plan, keys, doorPort }: Prepared,
  nats: (id: string) => string,
): NetworkOperator {
  const origin = options.public === undefined ? 'http://127.0.0.1' : `https://${options.public.host}`;
  const door = doorPort === null ? {} : { door: `${origin}:${doorPort}` };
  return operatorEntry(p, { id: plan.id, name: plan.name, nats: nats(plan.id), ...door }, keys);
}

async function startNatsOf(
  options: StackOptions,
  { plan, dataDir, keys }: Prepared,
  draft: SignedNetwork,
  known: Map<string, string>,
): Promise<NatsProcess> {
  const wanted = Number(new URL(known.get(plan.id) ?? 'nats://127.0.0.1:0').port);
  const server = await startNats({
    operator: plan.id,
    network: draft.file,
    own: ownPublicKeys(p, keys.operator),
    dataDir: join(dataDir, 'nats'),
    ...(options.onEnd === undefined ? {} : { onEnd: options.onEnd }),
    port: (await freePort(wanted)) || -1,
    ...(plan.maxStoreBytes === undefined ? {} : { maxStoreBytes: plan.maxStoreBytes }),
  });
  return server;
}

type MovableServer = StackServer & { setClock(offset: number): Promise<void> };

async function makeServers(
  options: StackOptions,
  { plan, dataDir, doorPort }: Prepared,
  nats: string,
  networkFile: string,
): Promise<{ role: Role; server: MovableServer }[]> {
  const out: { role: Role; server: MovableServer }[] = [];
  for (const role of plan.roles) {
    const processes = role === 'content' ? (options.processesPerContentServer ?? 1) : 1;
    for (let process = 0; process < processes; process++) {
      const log = options.log ?? 'warn';
      const metrics = options.metrics ?? false;
      const settings = {
        ...(role === 'entry' ? doorSettings(options, doorPort) : {}),
        ...options.settings?.[role],
      };
      const about = { operator: plan.id, role, process, dataDir, nats, networkFile, log, metrics, settings };
      const configure: Configure = (clockOffset) => writeRoleConfig({ ...about, clockOffset });
      const server = makeServer(options, `${plan.id} ${role}`, configure);
      out.push({ role, server });
    }
  }
  return out;
}

function makeServer(options: StackOptions, name: string, configure: Configure): MovableServer {
  const offset = options.clockOffset ?? 0;
  if (options.inProcess) return new InProcessRole(name, configure, offset);
  const server: RoleProcess = new RoleProcess(name, configure, offset, options.execArgv ?? [], () =>
    options.onEnd?.(server),
  );
  return server;
}

function doorSettings(options: StackOptions, port: number | null): Record<string, unknown> {
  if (options.public === undefined) return { host: '127.0.0.1', port };
  return { host: '0.0.0.0', port, cert: options.public.cert, key: options.public.key };
}

/** Waits for all, also where one fails, so that whatever was started can be ended; then throws the first failure. */
async function allOf(work: Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

async function networkBefore(file: string): Promise<SignedNetwork | null> {
  const there = await access(file).then(
    () => true,
    () => false,
  );
  if (!there) return null;
  try {
    return readSignedNetwork(await readNetworkFile(file));
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    throw new NetworkFileError('malformed', `${file}: ${error.message}`);
  }
}

/** Writes the network file; the forerunner stays beside it under its number. */
async function publish(file: string, network: SignedNetwork): Promise<void> {
  if (network.file.number > 1) await copyFile(file, file.replace(/json$/, `${network.file.number - 1}.json`));
  await writeNetworkFile(file, network);
}
