import { join } from 'node:path';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { MalformedError } from '../../lib/protocol/errors.ts';
import type { NetworkOperator, Role, SignedNetwork } from '../../lib/protocol/network.ts';
import { type Clock, makeClock } from '../clock.ts';
import type { NatsProcess } from '../nats/process.ts';
import { nextNetwork } from '../networkauthority.ts';
import { lockFolder } from './lock.ts';
import { networkBefore, publish } from './networkhistory.ts';
import { entryOf, type Prepared, prepare, startNatsOf } from './operators.ts';
import type { StackOptions } from './options.ts';
import { FIVE_OPERATORS, LOCAL_TERMS } from './plan.ts';
import { untilBundles } from './ready.ts';
import { type MovableServer, makeServers } from './servers.ts';
import type { Stack, StackOperator } from './stack.ts';

const DAY = 86_400_000;
const LOOK_MS = 3_600_000;

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
  const clock = makeClock(options.clockOffset ?? 0);
  const networkFile = join(options.dataDir, 'network.json');
  const before = await networkBefore(networkFile);
  const plans = options.operators ?? FIVE_OPERATORS;
  const prepared = await Promise.all(plans.map((plan) => prepare(options, plan, before)));
  const sign = signerOf(options, prepared, clock);

  // a nats-server needs its partners' keys; the file that is published needs the ports the nats-servers got
  const known = new Map(before?.file.operators.map((one) => [one.id, one.nats]));
  const listed = (nats: (id: string) => string): NetworkOperator[] =>
    prepared.map((one) => entryOf(options, one, nats));
  const draft = sign(
    listed((id) => known.get(id) ?? 'nats://127.0.0.1:1'),
    before,
  );
  const nats = new Map<string, NatsProcess>();
  opened.defer(() => allOf([...nats.values()].map((one) => one.stop())));
  await allOf(
    prepared.map(async (one) => nats.set(one.plan.id, await startNatsOf(options, one, draft, known))),
  );
  const network = sign(
    listed((id) => nats.get(id)?.url ?? ''),
    before,
  );
  await publish(networkFile, network);

  const operators = prepared.map((one): RunningOperator => {
    const process = nats.get(one.plan.id);
    if (process === undefined) throw new RangeError(`no nats-server of ${one.plan.id}`);
    const door = network.file.operators.find(({ id }) => id === one.plan.id)?.door ?? null;
    const servers = makeServers(options, one, process.url, networkFile);
    return { id: one.plan.id, dataDir: one.dataDir, keys: one.keys, nats: process, door, servers };
  });
  const running = new RunningStack({ options, networkFile, network, operators, clock, sign, opened });
  opened.defer(() => running.stopServers());
  await running.startServers();
  return running;
}

type Sign = (operators: NetworkOperator[], before: SignedNetwork | null) => SignedNetwork;
type RunningOperator = Omit<StackOperator, 'servers'> & { servers: { role: Role; server: MovableServer }[] };

function signerOf(options: StackOptions, prepared: Prepared[], clock: Clock): Sign {
  const authority = prepared.find(({ keys }) => keys.authority !== undefined)?.keys.authority;
  if (authority === undefined) throw new MalformedError('one operator must run the ID server');
  const terms = { ...LOCAL_TERMS, ...options.terms };
  return (operators, before) => nextNetwork(p, { ...terms, operators }, before, { authority }, clock.now());
}

interface StackParts {
  options: StackOptions;
  networkFile: string;
  network: SignedNetwork;
  operators: RunningOperator[];
  clock: Clock;
  sign: Sign;
  opened: AsyncDisposableStack;
}

class RunningStack implements Stack {
  readonly dataDir: string;
  readonly networkFile: string;
  readonly operators: RunningOperator[];
  readonly doors: string[];
  readonly #parts: StackParts;
  #network: SignedNetwork;
  #renewing: NodeJS.Timeout | undefined;

  constructor(parts: StackParts) {
    this.dataDir = parts.options.dataDir;
    this.networkFile = parts.networkFile;
    this.operators = parts.operators;
    this.doors = parts.operators.flatMap(({ door }) => door ?? []);
    this.#parts = parts;
    this.#network = parts.network;
  }

  network(): SignedNetwork {
    return this.#network;
  }

  now(): number {
    return this.#parts.clock.now();
  }

  operator(id: string): RunningOperator {
    const found = this.operators.find((one) => one.id === id);
    if (found === undefined) throw new RangeError(`the stack has no operator ${id}`);
    return found;
  }

  server(id: string, role: Role, process = 0): MovableServer {
    const found = this.operator(id).servers.filter((one) => one.role === role)[process]?.server;
    if (found === undefined) throw new RangeError(`${id} has no process ${process} of ${role}`);
    return found;
  }

  async startServers(): Promise<void> {
    await allOf(this.#servers().map((one) => one.start()));
    await this.#untilBundles(true);
    // a network that runs for weeks outlives its file
    this.#renewing = setInterval(() => {
      if (this.#network.file.expires - this.now() < 7 * DAY) void this.#resign().catch(() => undefined);
    }, LOOK_MS).unref();
  }

  async stopServers(): Promise<void> {
    clearInterval(this.#renewing);
    await allOf(this.#servers().map((one) => one.stop()));
  }

  async setClock(offset: number): Promise<void> {
    this.#parts.clock.set(offset);
    const move = (): Promise<void> => allOf(this.#servers().map((one) => one.setClock(offset)));
    await move();
    await this.#resign();
    // moved once more, they have read it when they answer
    await move();
    await this.#untilBundles(false);
  }

  stop(): Promise<void> {
    return this.#parts.opened.disposeAsync();
  }

  #servers(): MovableServer[] {
    return this.operators.flatMap(({ servers }) => servers.map(({ server }) => server));
  }

  async #resign(): Promise<void> {
    this.#network = this.#parts.sign(this.#network.file.operators, this.#network);
    await publish(this.networkFile, this.#network);
  }

  async #untilBundles(all: boolean): Promise<void> {
    // doors that others reach may have a name this machine itself cannot reach
    if (this.#parts.options.public !== undefined) return;
    await untilBundles(this.doors, Math.floor(this.now() / DAY), this.#network.file.number, all);
  }
}

/** Waits for all, also where one fails, so that whatever was started can be ended; then throws the first failure. */
async function allOf(work: Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
