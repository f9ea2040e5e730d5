import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { base64url, fromBase64url } from '../../lib/bytes.ts';
import { bodySize, type SealedQuestion, sealQuestion } from '../../lib/crypto/envelope.ts';
import { classFor, type SizeClass } from '../../lib/crypto/header.ts';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { Answer } from '../../lib/protocol/body.ts';
import { type Args, type Command, check, decodeAs, type Result } from '../../lib/protocol/command.ts';
import { CommandError } from '../../lib/protocol/errors.ts';
import { type Role, readSignedBundle, serversOf } from '../../lib/protocol/network.ts';
import { type Bus, connectBus } from '../../servers/bus.ts';
import { partnerUser } from '../../servers/nats/keys.ts';
import type { Stack } from '../../servers/stack/stack.ts';
import { startStack } from '../../servers/stack/start.ts';
import { envelopeSubject } from '../../servers/subjects.ts';

const DAY = 86_400_000;
/** A folder for CPU profiles of the servers' processes, where somebody wants them. */
const PROFILES = process.env.PEERWALL_BENCH_PROFILES;
/** Which operator runs what is asked, in the small network of the benches. */
const RUNS = { id: 'authority', ad: 'authority', content: 'north' } as const;

/** A real network with one content company, every role in its own process, and a way in without anonymizers. */
export class BenchWorld {
  readonly stack: Stack;
  readonly #dir: string;
  readonly #buses: Record<string, Bus>;
  readonly #keys: ReadonlyMap<string, Uint8Array>;

  private constructor(
    stack: Stack,
    dir: string,
    buses: Record<string, Bus>,
    keys: ReadonlyMap<string, Uint8Array>,
  ) {
    this.stack = stack;
    this.#dir = dir;
    this.#buses = buses;
    this.#keys = keys;
  }

  /** `jitter`: mean wait of the exit in ms, where it is not the default. */
  static async open(jitter?: number): Promise<BenchWorld> {
    const dir = await mkdtemp(join(tmpdir(), 'peerwall-bench-'));
    const stack = await startStack({
      dataDir: dir,
      execArgv: PROFILES === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', PROFILES],
      operators: [
        { id: 'authority', name: 'Authority', roles: ['id', 'ad'] },
        { id: 'north', name: 'North', roles: ['content'] },
        { id: 'west', name: 'West', roles: ['entry'] },
        { id: 'east', name: 'East', roles: ['exit'] },
      ],
      settings: {
        id: { newAccountDays: 0 },
        entry: { perConnection: 100_000, perSecond: 100_000 },
        exit: { perSecond: 100_000, ...(jitter === undefined ? {} : { jitter }) },
      },
      terms: { signupBits: 0 },
    });
    try {
      const bundle = readSignedBundle(await (await fetch(`${stack.doors[0]}/v1/bundle`)).json());
      const today = Math.floor(Date.now() / DAY);
      const keys = new Map(
        bundle.bundle.keys
          .filter((one) => one.day === today)
          .map((one) => [one.server, fromBase64url(one.pk)]),
      );
      const buses = { authority: await busOf(stack, 'authority'), north: await busOf(stack, 'north') };
      return new BenchWorld(stack, dir, buses, keys);
    } catch (error) {
      await stack.stop();
      throw error;
    }
  }

  /** The id (32) of the server that has a role. */
  server(role: Role): Uint8Array {
    const found = serversOf(this.stack.network().file, role)[0];
    if (found === undefined) throw new Error(`no ${role} server`);
    return fromBase64url(found.key);
  }

  /** Its envelope key of the day (1216). */
  key(role: Role): Uint8Array {
    const found = this.#keys.get(base64url(this.server(role)));
    if (found === undefined) throw new Error(`no key of ${role}`);
    return found;
  }

  /** The WIRE of an operator, as its partner east, an exit, is let in. */
  bus(operator: 'authority' | 'north'): Bus {
    const bus = this.#buses[operator];
    if (bus === undefined) throw new Error(`no bus of ${operator}`);
    return bus;
  }

  /** A question sealed before the clock starts; of the class given, or the smallest that holds it and `room`. */
  seal<C extends Command>(command: C, args: Args<C>, room = 0, fixed?: SizeClass): SealedQuestion {
    const question = { c: command.name, t: minute(), a: Object.fromEntries(Object.entries(args)) };
    const sizeClass = fixed ?? classFor(Math.max(bodySize(question), room));
    if (sizeClass === null) throw new Error('too large');
    return sealQuestion(p, { publicKey: this.key(command.to), sizeClass }, question);
  }

  /** Sends an envelope; the answer as it came. */
  send(to: Command['to'], envelope: Uint8Array): Promise<Uint8Array> {
    return this.bus(RUNS[to]).request(envelopeSubject(RUNS[to], to), envelope, 60_000);
  }

  async ask<C extends Command>(command: C, args: Args<C>, room = 0): Promise<Result<C>> {
    const sealed = this.seal(command, args, room);
    return resultOf(command, sealed, await this.send(command.to, sealed.envelope));
  }

  async close(): Promise<void> {
    for (const bus of Object.values(this.#buses)) await bus.close();
    await this.stack.stop();
    await rm(this.#dir, { recursive: true, force: true });
  }
}

/** What a server answered; throws CommandError as it was answered. */
export function resultOf<C extends Command>(
  command: C,
  sealed: SealedQuestion,
  frame: Uint8Array,
): Result<C> {
  const opened = sealed.open(frame);
  if (opened === null || 'failure' in opened) throw new Error(`no answer: ${opened?.failure}`);
  const answer = decodeAs(Answer, opened.cbor);
  if ('error' in answer) throw new CommandError(answer.error, answer.detail);
  return check(command.result, answer.ok);
}

/** The minute of this machine's clock. */
export function minute(): number {
  return Math.floor(Date.now() / 60_000);
}

async function busOf(stack: Stack, id: string): Promise<Bus> {
  const { keys } = stack.operator('east');
  return connectBus({
    url: stack.operator(id).nats.url,
    ...partnerUser(p, keys.operator, 'east'),
    name: 'bench',
  });
}
