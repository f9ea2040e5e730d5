import { base64url, hex, utf8 } from '../../../lib/bytes.ts';
import { openQuestion } from '../../../lib/crypto/envelope.ts';
import { keyIdOf } from '../../../lib/crypto/header.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { bundleHash, signBundle, signNetwork, signServerKey } from '../../../lib/crypto/network.ts';
import { tagged } from '../../../lib/crypto/tagged.ts';
import { Body } from '../../../lib/protocol/body.ts';
import { encode } from '../../../lib/protocol/codec.ts';
import { check } from '../../../lib/protocol/command.ts';
import { logConsistency, logFind } from '../../../lib/protocol/commands/id.ts';
import { CommandError } from '../../../lib/protocol/errors.ts';
import type { NetworkFile, NetworkOperator, Role, SignedBundle } from '../../../lib/protocol/network.ts';
import { type Carrier, CarrierError } from '../../../lib/route/carrier.ts';
import { Route, type RouteParts } from '../../../lib/route/route.ts';
import type { RouteState } from '../../../lib/route/state.ts';
import { type Hop, passOn } from '../../../servers/anonymizer/hop.ts';
import { networkOf, operatorOf, seedOf } from '../../network/operators.ts';
import { TestLog } from './log.ts';

export const DAY = 86_400_000;
/** Noon of some day. */
export const NOON = 20_780 * DAY + DAY / 2;
export const AUTHORITY = base64url(p.signKey(seedOf('authority of all')));

const MINUTE = 60_000;

const publicKeys = new Map<string, Uint8Array>();

/** An envelope key, made once for all worlds of a test file: it costs a third of a millisecond. */
function publicKeyOf(seed: Uint8Array): Uint8Array {
  const known = publicKeys.get(hex(seed)) ?? p.kem.publicKey(seed);
  publicKeys.set(hex(seed), known);
  return known;
}

/** What a server of the world answers: a result, or an error thrown as CommandError. */
export type Handler = (
  args: Record<string, unknown>,
  command: string,
  minute: number,
  name: string,
) => object;

/** One passing of an envelope, as its entry's door sees it. */
export interface Passing {
  entry: string;
  exit: string;
  server: string;
  /** Bytes at the door, to the exit, to the server. */
  sizes: number[];
  frame: number;
}

/**
 * A whole network in memory with real envelopes: `home` runs ID and ad server, `north` and `south` content servers and
 * anonymizers, `east` and `west` anonymizers alone. Everything can be made to fail or lie.
 */
export class World {
  now = NOON;
  file: NetworkFile;
  readonly log = new TestLog(seedOf('home id'));
  readonly passings: Passing[] = [];
  /** Doors asked for the bundle, by operator. */
  readonly fetched: string[] = [];
  /** Operators whose door does not answer, servers that pass nothing on (`north exit`), and clocks ahead in ms. */
  readonly away = new Set<string>();
  readonly silent = new Set<string>();
  readonly ahead = new Map<string, number>();
  /** What a door gives for the bundle, by operator, where it lies. */
  readonly lies = new Map<string, () => unknown>();
  handler: Handler = (args) => ({ ...args });
  /** Changes bytes on their way: from door, to exit, to server and back. */
  tamper: (bytes: Uint8Array, where: 'in' | 'exit' | 'server' | 'answer') => Uint8Array = (bytes) => bytes;
  bundle: SignedBundle;
  readonly #salt = new Map<string, number>();
  readonly #seen = new Set<string>();
  #passing: Passing | null = null;

  constructor(operators: NetworkOperator[] = defaultOperators()) {
    this.file = networkOf(operators, NOON - DAY);
    this.bundle = this.publish();
  }

  /** Makes the bundle of the present day from the present file and logs it. */
  publish(): SignedBundle {
    this.bundle = this.makeBundle(this.file);
    this.logBundle(this.bundle);
    return this.bundle;
  }

  logBundle({ bundle }: SignedBundle): void {
    this.log.add(tagged(p, 'log', 'bundle', new Uint8Array(16), bundleHash(p, bundle)));
  }

  makeBundle(file: NetworkFile): SignedBundle {
    const day = Math.floor(this.now / DAY);
    const keys = file.operators.flatMap(({ id, servers }) =>
      servers.flatMap(({ role }) =>
        [day, day + 1].map((one) =>
          signServerKey(p, seedOf(`${id} ${role}`), one, publicKeyOf(this.#seed(`${id} ${role}`, one))),
        ),
      ),
    );
    return signBundle(p, seedOf('home id'), day, signNetwork(p, file, seedOf('authority of all')), keys);
  }

  /** The server `north exit` forgets its keys and makes others; they are in the next bundle. */
  loseKeys(name: string): void {
    this.#salt.set(name, (this.#salt.get(name) ?? 0) + 1);
  }

  #seed(name: string, day: number): Uint8Array {
    return seedOf(`key ${name} ${day} ${this.#salt.get(name) ?? 0}`);
  }

  readonly carrier: Carrier = {
    post: async (door, bytes) => {
      const entry = this.#operatorAt(door);
      if (this.away.has(entry)) throw new CarrierError('unreachable');
      this.#passing = { entry, exit: '', server: '', sizes: [bytes.length], frame: 0 };
      const passing = this.#passing;
      const answer = await passOn(this.#hop(entry, 2), this.tamper(bytes, 'in'));
      passing.frame = answer.length;
      this.passings.push(passing);
      return this.tamper(answer, 'answer');
    },
    get: async (door) => {
      const entry = this.#operatorAt(door);
      this.fetched.push(entry);
      if (this.away.has(entry)) throw new CarrierError('unreachable');
      const lie = this.lies.get(entry);
      return utf8(JSON.stringify(lie === undefined ? this.bundle : lie()));
    },
  };

  #operatorAt(door: string): string {
    return this.file.operators.find((one) => one.door === door)?.id ?? '?';
  }

  #hop(operator: string, layer: 1 | 2): Hop {
    const name = `${operator} ${layer === 2 ? 'entry' : 'exit'}`;
    return {
      layer,
      primitives: p,
      keyOf: (keyId) => this.#keyOf(name, keyId),
      first: (hash) => this.#first(hash),
      now: () => this.#clock(name),
      count: () => undefined,
      forward: async (dest, inner) => {
        const to = this.#serverOf(dest);
        this.#passing?.sizes.push(inner.length);
        if (to === null || this.silent.has(name)) return null;
        if (layer === 2) {
          if (this.#passing !== null) this.#passing.exit = to.operator;
          return passOn(this.#hop(to.operator, 1), this.tamper(inner, 'exit'));
        }
        if (this.#passing !== null) this.#passing.server = to.operator;
        return this.#answer(`${to.operator} ${to.role}`, this.tamper(inner, 'server'));
      },
    };
  }

  #serverOf(dest: Uint8Array): { operator: string; role: Role } | null {
    for (const { id, servers } of this.file.operators)
      for (const { key, role } of servers) if (key === base64url(dest)) return { operator: id, role };
    return null;
  }

  #keyOf(name: string, keyId: Uint8Array) {
    const seed = this.#seed(name, Math.floor(this.#clock(name) / DAY));
    const publicKey = publicKeyOf(seed);
    return hex(keyIdOf(p, publicKey)) === hex(keyId) ? { seed, publicKey } : undefined;
  }

  #first(hash: Uint8Array): boolean {
    const known = this.#seen.has(hex(hash));
    this.#seen.add(hex(hash));
    return !known;
  }

  #clock(name: string): number {
    return this.now + (this.ahead.get(name) ?? 0);
  }

  /** A server's front: opens, checks the clock, answers. */
  #answer(name: string, envelope: Uint8Array): Uint8Array | null {
    if (this.silent.has(name)) return null;
    const question = openQuestion(p, (keyId) => this.#keyOf(name, keyId), envelope);
    if (question === null) return Uint8Array.of(0, 1, ...new Uint8Array(14));
    const { c, t, a } = check(Body, question.body);
    const minute = Math.floor(this.#clock(name) / MINUTE);
    if (Math.abs(minute - t) > 5) return question.sealAnswer(encode({ error: 'stale', clock: minute }));
    try {
      const ok = encode({ ok: name === 'home id' ? this.#answerId(c, a, t) : this.handler(a, c, t, name) });
      return question.sealAnswer(ok);
    } catch (error) {
      if (error instanceof CommandError) return question.sealAnswer(encode({ error: error.code }));
      if (error instanceof RangeError) return question.sealAnswer(encode({ error: 'too-large' }));
      throw error;
    }
  }

  #answerId(command: string, a: Record<string, unknown>, minute: number): object {
    if (command === logFind.name) {
      const found = this.log.find(check(logFind.args, a).leaf, minute);
      if (found === null) throw new CommandError('absent');
      return found;
    }
    if (command === logConsistency.name) {
      const { from, to } = check(logConsistency.args, a);
      return { path: this.log.consistency(from, to) };
    }
    return this.handler(a, command, minute, 'home id');
  }
}

/** The five operators of the default network, each with a door of its own. */
export function defaultOperators(): NetworkOperator[] {
  const all: [string, Role[]][] = [
    ['home', ['id', 'ad']],
    ['north', ['content', 'entry', 'exit']],
    ['south', ['content', 'entry', 'exit']],
    ['east', ['entry', 'exit']],
    ['west', ['entry', 'exit']],
  ];
  return all.map(([id, roles], i) => operatorWithDoor(id, roles, 8000 + i));
}

export function operatorWithDoor(id: string, roles: Role[], port: number): NetworkOperator {
  const operator = operatorOf(id, roles, `nats://127.0.0.1:${port + 1000}`);
  return operator.door === undefined ? operator : { ...operator, door: `http://127.0.0.1:${port}` };
}

/** Id of a server of the world, e.g. `north content`. */
export function serverId(name: string): Uint8Array {
  return p.signKey(seedOf(name));
}

/** What a route keeps, in memory. */
export class Memory {
  state: RouteState | null = null;
  saves = 0;
  load = async () => structuredClone(this.state);
  save = async (state: RouteState) => {
    this.state = structuredClone(state);
    this.saves++;
  };
}

/** A route of a user in this world; joined where `joined` is not false. */
export async function routeIn(
  world: World,
  over: Partial<RouteParts> & { storage?: Memory; joined?: boolean } = {},
): Promise<{ route: Route; memory: Memory }> {
  const memory = over.storage ?? new Memory();
  const route = await Route.open({
    primitives: p,
    carrier: world.carrier,
    now: () => world.now,
    random: p.random,
    sleep: async () => undefined,
    ...over,
    storage: memory,
  });
  if (over.joined !== false) await route.join(world.bundle.bundle.network, AUTHORITY);
  return { route, memory };
}
