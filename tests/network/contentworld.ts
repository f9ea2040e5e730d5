import type { ChildProcess } from 'node:child_process';
import * as v from 'valibot';
import { base64url, fromBase64url } from '../../lib/bytes.ts';
import { bodySize, sealQuestion } from '../../lib/crypto/envelope.ts';
import { classFor, type SizeClass } from '../../lib/crypto/header.ts';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { Answer } from '../../lib/protocol/body.ts';
import { type Args, type Command, check, decodeAs, type Result } from '../../lib/protocol/command.ts';
import { spend } from '../../lib/protocol/commands/id.ts';
import { CommandError } from '../../lib/protocol/errors.ts';
import type { KeyPublication } from '../../lib/protocol/network.ts';
import { makeAsker } from '../../servers/ask.ts';
import type { Bus } from '../../servers/bus.ts';
import { settings, start } from '../../servers/content/main.ts';
import type { RunningRole } from '../../servers/context.ts';
import { serveFront, serves } from '../../servers/front.ts';
import type { NatsProcess } from '../../servers/nats/process.ts';
import { envelopeSubject } from '../../servers/subjects.ts';
import { NOW } from '../unit/servers/content/people.ts';
import { endProcess, forkContent } from './contentprocess.ts';
import { connectAsPartner, connectOwn } from './operators.ts';
import { RoleWorld } from './roleworld.ts';

/** A content company ("north") with any number of processes, an ID server that says yes or no as told, and a user's way in. */
export class ContentWorld {
  readonly roles: RoleWorld;
  readonly server: Uint8Array;
  /** What the ID server answers; throwing is being away. */
  spend: (question: Args<typeof spend>) => boolean = () => true;
  readonly asked: Args<typeof spend>[] = [];
  readonly #processes: { running: RunningRole; cut(): Promise<void> }[] = [];
  readonly #children: ChildProcess[] = [];
  #bus: Bus | undefined;
  #store: Bus | undefined;
  readonly #publications: () => KeyPublication[];

  private constructor(roles: RoleWorld, server: Uint8Array, publications: () => KeyPublication[]) {
    this.#publications = publications;
    this.roles = roles;
    this.server = server;
  }

  /** Opens it with so many content servers in this process. */
  static async open(processes = 1, options: { maxStreamBytes?: number } = {}): Promise<ContentWorld> {
    const roles = await RoleWorld.open({ authority: ['id', 'ad'], north: ['content'], hops: ['exit'] }, NOW, {
      strangerBits: 8,
    });
    const id = await roles.role('authority', 'id', {});
    const content = await roles.role('north', 'content', v.parse(settings, options));
    const world = new ContentWorld(roles, content.context.serverId, () =>
      content.context.serverKeys.publications(),
    );
    await serveFront({
      context: id.context,
      role: 'id',
      handlers: [
        serves(spend, async (args) => {
          world.asked.push(args);
          return { yes: world.spend(args) };
        }),
      ],
    });
    if (processes > 0) world.#processes.push({ running: await start(content.context), cut: content.cut });
    for (let n = 1; n < processes; n++) await world.addProcess(options);
    return world;
  }

  /** Starts another process of the company. */
  async addProcess(options: { maxStreamBytes?: number } = {}): Promise<void> {
    const role = await this.roles.role('north', 'content', v.parse(settings, options));
    this.#processes.push({ running: await start(role.context), cut: role.cut });
  }

  /** Starts a content server in a process of its own; it ends with the world. */
  async fork(options: { maxStreamBytes?: number } = {}): Promise<ChildProcess> {
    const child = await forkContent({
      operator: 'north',
      url: this.nats().url,
      network: this.roles.network,
      clock: this.roles.clock,
      settings: v.parse(settings, options),
    });
    this.#children.push(child);
    return child;
  }

  /** Stops the oldest process orderly. */
  async stopProcess(): Promise<void> {
    const process = this.#processes.shift();
    await process?.running.stop();
    await process?.cut();
  }

  async bus(): Promise<Bus> {
    this.#bus ??= await connectAsPartner(this.nats(), 'hops');
    return this.#bus;
  }

  /** Today's envelope key of the content server, as the bundle has it. */
  key(): Uint8Array {
    const day = Math.floor(this.roles.clock / 86_400_000);
    const today = this.#publications().find((one) => one.day === day);
    if (today === undefined) throw new Error('no key of today');
    return fromBase64url(today.pk);
  }

  /** The company's own STORE account, as whoever holds its disks and its nats-server sees it. */
  async storeBus(): Promise<Bus> {
    this.#store ??= await connectOwn(this.nats(), 'north', 'STORE');
    return this.#store;
  }

  /** Asks as another operator's server does. */
  async askAs<C extends Command>(
    operator: string,
    role: 'id' | 'ad',
    command: C,
    args: Args<C>,
  ): Promise<Result<C>> {
    const asking = await this.roles.role(operator, role, {});
    return makeAsker(asking.context).ask(base64url(this.server), command, args);
  }

  /** A question, sealed: its envelope and what opens the answer. `room`: bytes the answer may need. */
  seal<C extends Command>(command: C, args: Args<C>, room = 0) {
    const question = {
      c: command.name,
      t: Math.floor(this.roles.clock / 60_000),
      a: Object.fromEntries(Object.entries(args)),
    };
    const sizeClass: SizeClass | null = classFor(Math.max(bodySize(question), room));
    if (sizeClass === null) throw new Error('too large');
    return sealQuestion(p, { publicKey: this.key(), sizeClass }, question);
  }

  /** Asks as a user does. Throws CommandError as it is answered. */
  async ask<C extends Command>(command: C, args: Args<C>, room = 0, patience = 15_000): Promise<Result<C>> {
    const sealed = this.seal(command, args, room);
    const frame = await (await this.bus()).request(
      envelopeSubject('north', 'content'),
      sealed.envelope,
      patience,
    );
    const opened = sealed.open(frame);
    if (opened === null || 'failure' in opened) throw new Error(`no answer: ${opened?.failure}`);
    const answer = decodeAs(Answer, opened.cbor);
    if ('error' in answer) throw new CommandError(answer.error, answer.detail);
    return check(command.result, answer.ok);
  }

  async close(): Promise<void> {
    await this.#bus?.close();
    await this.#store?.close();
    for (const { running } of this.#processes) await running.stop();
    for (const child of this.#children) await endProcess(child, 'SIGTERM');
    await this.roles.close();
  }

  /** The company's nats-server. */
  nats(): NatsProcess {
    const nats = this.roles.nats.get('north');
    if (nats === undefined) throw new Error('no nats-server');
    return nats;
  }
}

export { TestAuthor, TestItem } from '../unit/servers/content/people.ts';
