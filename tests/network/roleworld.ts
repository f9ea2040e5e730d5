import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { hex } from '../../lib/bytes.ts';
import { bodySize, sealQuestion } from '../../lib/crypto/envelope.ts';
import { classFor } from '../../lib/crypto/header.ts';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { signNetwork } from '../../lib/crypto/network.ts';
import { Answer } from '../../lib/protocol/body.ts';
import { type Args, type Command, check, decodeAs, type Result } from '../../lib/protocol/command.ts';
import { CommandError } from '../../lib/protocol/errors.ts';
import type { NetworkFile, Role, SignedNetwork } from '../../lib/protocol/network.ts';
import type { RoleContext } from '../../servers/context.ts';
import { type NatsProcess, startNats } from '../../servers/nats/process.ts';
import { Partners } from '../../servers/partners.ts';
import { readPublications } from '../../servers/publications.ts';
import { KEYS_BUCKET, openServerKeys } from '../../servers/serverkeys.ts';
import { envelopeSubject, opsSubject } from '../../servers/subjects.ts';
import { connectAsPartner, connectOwn, networkOf, operatorOf, ownKeys, seedOf } from './operators.ts';

/** A context whose connections a test can cut. */
export interface TestRole<S> {
  context: RoleContext<S>;
  /** Ends its connections as the death of its process would. */
  cut(): Promise<void>;
}

/** Real nats-servers of a few operators, a network file, and a clock that stands until it is set. */
export class RoleWorld {
  readonly nats = new Map<string, NatsProcess>();
  readonly logged: string[] = [];
  network: SignedNetwork;
  clock: number;
  readonly #dir: string;
  readonly #closing: (() => Promise<void>)[] = [];
  readonly #listeners = new Set<(network: SignedNetwork) => void>();
  readonly #refreshers = new Set<() => Promise<void>>();

  private constructor(dir: string, network: SignedNetwork, clock: number) {
    this.#dir = dir;
    this.network = network;
    this.clock = clock;
  }

  /** Starts a nats-server for each operator: `{ authority: ['id', 'ad'], north: ['content', 'exit'] }`. */
  static async open(
    operators: Record<string, Role[]>,
    clock: number,
    terms: Partial<NetworkFile> = {},
    maxStoreBytes?: number,
  ): Promise<RoleWorld> {
    const dir = await mkdtemp(join(tmpdir(), 'peerwall-roles-'));
    const listed = () =>
      Object.entries(operators).map(([id, roles]) => operatorOf(id, roles, world?.nats.get(id)?.url));
    let world: RoleWorld | undefined;
    const file = () => ({ ...networkOf(listed(), clock), ...terms });
    const sign = () => signNetwork(p, file(), seedOf('authority of all'));
    world = new RoleWorld(dir, sign(), clock);
    for (const id of Object.keys(operators)) {
      const dataDir = join(dir, id);
      const room = maxStoreBytes === undefined ? {} : { maxStoreBytes };
      world.nats.set(
        id,
        await startNats({ operator: id, network: file(), own: ownKeys(id), dataDir, ...room }),
      );
    }
    world.network = sign();
    return world;
  }

  /** Sets the clock and lets every server make its keys of the new day. */
  async setClock(now: number): Promise<void> {
    this.clock = now;
    for (const refresh of this.#refreshers) await refresh();
  }

  /** Puts another network file in force. */
  setNetwork(file: NetworkFile): void {
    this.network = signNetwork(p, file, seedOf('authority of all'));
    for (const listener of [...this.#listeners]) listener(this.network);
  }

  async role<S>(operator: string, role: Role, settings: S): Promise<TestRole<S>> {
    const nats = this.#natsOf(operator);
    const [store, wire] = [
      await connectOwn(nats, operator, 'STORE'),
      await connectOwn(nats, operator, 'WIRE'),
    ];
    const [operatorKey, serverKey] = [seedOf(operator), seedOf(`${operator} ${role}`)];
    const network = () => this.network;
    const partners = new Partners({ p, operator, operatorKey, role, network });
    const now = () => this.clock;
    const bucket = await store.bucket(KEYS_BUCKET);
    const serverKeys = await openServerKeys({ p, bucket, serverKey, now, random: p.random });
    const refresh = () => serverKeys.refresh();
    this.#refreshers.add(refresh);
    const cut = async () => {
      this.#refreshers.delete(refresh);
      serverKeys.stop();
      await partners.close();
      await Promise.allSettled([store.close(), wire.close()]);
    };
    this.#closing.push(cut);
    const context: RoleContext<S> = {
      operator,
      role,
      operatorKey,
      serverKey,
      serverId: p.signKey(serverKey),
      store,
      wire,
      connectPartner: (id) => partners.connect(id),
      network,
      onNetwork: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      adoptNetwork: network,
      serverKeys,
      settings,
      now,
      random: p.random,
      log: pino({ level: 'debug' }, { write: (line: string) => void this.logged.push(line) }),
      metrics: new Registry(),
      dataDir: join(this.#dir, operator),
    };
    return { context, cut };
  }

  /** Asks a server as a user does, by way of operator `via`, who runs an exit. Throws CommandError as it answers. */
  async ask<C extends Command>(
    to: { operator: string; role: 'id' | 'content' },
    via: string,
    command: C,
    args: Args<C>,
    room = 0,
  ): Promise<Result<C>> {
    const bus = await connectAsPartner(this.#natsOf(to.operator), via);
    try {
      const server = operatorOf(to.operator, [to.role]).servers[0]?.key ?? '';
      const keys = readPublications(
        p,
        server,
        await bus.request(opsSubject(to.operator, to.role), new Uint8Array(0)),
      );
      const today = keys.find((one) => one.day === Math.floor(this.clock / 86_400_000));
      const a = Object.fromEntries(Object.entries(args));
      const question = { c: command.name, t: Math.floor(this.clock / 60_000), a };
      const sizeClass = classFor(Math.max(bodySize(question), room));
      if (today === undefined || sizeClass === null) throw new Error('no key, or too large');
      const sealed = sealQuestion(p, { publicKey: today.pk, sizeClass }, question);
      const opened = sealed.open(await bus.request(envelopeSubject(to.operator, to.role), sealed.envelope));
      if (opened === null || 'failure' in opened) throw new Error(`no answer: ${opened?.failure}`);
      const answer = decodeAs(Answer, opened.cbor);
      if ('error' in answer) throw new CommandError(answer.error, answer.detail);
      return check(command.result, answer.ok);
    } finally {
      await bus.close();
    }
  }

  /** Writes a role's configuration and keys as its operator has them; the path of the configuration. */
  async writeConfig(operator: string, role: Role, settings: object): Promise<string> {
    const seeds = {
      operator: hex(seedOf(operator)),
      servers: { [role]: hex(seedOf(`${operator} ${role}`)) },
    };
    const nats = this.#natsOf(operator).url;
    const config = {
      operator,
      role,
      nats,
      keys: `${role}.keys`,
      network: 'network.json',
      data: role,
      settings,
    };
    await writeFile(join(this.#dir, `${role}.keys`), JSON.stringify(seeds));
    await writeFile(join(this.#dir, `${role}.yaml`), JSON.stringify(config));
    return join(this.#dir, `${role}.yaml`);
  }

  async close(): Promise<void> {
    for (const close of this.#closing) await close();
    for (const nats of this.nats.values()) await nats.stop();
    await rm(this.#dir, { recursive: true });
  }

  #natsOf(operator: string): NatsProcess {
    const nats = this.nats.get(operator);
    if (nats === undefined) throw new Error(`no operator ${operator}`);
    return nats;
  }
}
