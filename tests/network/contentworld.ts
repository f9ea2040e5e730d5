import * as v from 'valibot';
import { fromBase64url } from '../../lib/bytes.ts';
import { bodySize, sealQuestion } from '../../lib/crypto/envelope.ts';
import { classFor, type SizeClass } from '../../lib/crypto/header.ts';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { entryId, signEntry } from '../../lib/crypto/outside.ts';
import { checkFirst, signRecord } from '../../lib/crypto/record.ts';
import { appendKeyHash, proveAppend } from '../../lib/crypto/rights.ts';
import { Answer } from '../../lib/protocol/body.ts';
import { type Args, type Command, check, decodeAs, type Result } from '../../lib/protocol/command.ts';
import { type append, create, read } from '../../lib/protocol/commands/content.ts';
import { spend } from '../../lib/protocol/commands/id.ts';
import { CommandError } from '../../lib/protocol/errors.ts';
import type { Credential, Entry, OwnersRecord, SignedRecord } from '../../lib/protocol/item.ts';
import type { KeyPublication } from '../../lib/protocol/network.ts';
import type { Bus } from '../../servers/bus.ts';
import { settings, start } from '../../servers/content/main.ts';
import type { RunningRole } from '../../servers/context.ts';
import { serveFront, serves } from '../../servers/front.ts';
import { envelopeSubject } from '../../servers/subjects.ts';
import { connectAsPartner } from './operators.ts';
import { RoleWorld } from './roleworld.ts';

export const NOW = 1_790_000_000_000;

/** A content company ("north") with any number of processes, an ID server that says yes or no as told, and a user's way in. */
export class ContentWorld {
  readonly roles: RoleWorld;
  readonly server: Uint8Array;
  /** What the ID server answers; throwing is being away. */
  spend: (question: Args<typeof spend>) => boolean = () => true;
  readonly asked: Args<typeof spend>[] = [];
  readonly #processes: { running: RunningRole; cut(): Promise<void> }[] = [];
  #bus: Bus | undefined;
  readonly #publications: () => KeyPublication[];

  private constructor(roles: RoleWorld, server: Uint8Array, publications: () => KeyPublication[]) {
    this.#publications = publications;
    this.roles = roles;
    this.server = server;
  }

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
    world.#processes.push({ running: await start(content.context), cut: content.cut });
    for (let n = 1; n < processes; n++) await world.addProcess(options);
    return world;
  }

  /** Starts another process of the company. */
  async addProcess(options: { maxStreamBytes?: number } = {}): Promise<void> {
    const role = await this.roles.role('north', 'content', v.parse(settings, options));
    this.#processes.push({ running: await start(role.context), cut: role.cut });
  }

  /** Stops the oldest process orderly. */
  async stopProcess(): Promise<void> {
    const process = this.#processes.shift();
    await process?.running.stop();
    await process?.cut();
  }

  async bus(): Promise<Bus> {
    this.#bus ??= await connectAsPartner(this.#nats(), 'hops');
    return this.#bus;
  }

  /** Today's envelope key of the content server, as the bundle has it. */
  key(): Uint8Array {
    const day = Math.floor(this.roles.clock / 86_400_000);
    const today = this.#publications().find((one) => one.day === day);
    if (today === undefined) throw new Error('no key of today');
    return fromBase64url(today.pk);
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
  async ask<C extends Command>(command: C, args: Args<C>, room = 0): Promise<Result<C>> {
    const sealed = this.seal(command, args, room);
    const frame = await (await this.bus()).request(
      envelopeSubject('north', 'content'),
      sealed.envelope,
      15_000,
    );
    const opened = sealed.open(frame);
    if (opened === null || 'failure' in opened) throw new Error(`no answer: ${opened?.failure}`);
    const answer = decodeAs(Answer, opened.cbor);
    if ('error' in answer) throw new CommandError(answer.error, answer.detail);
    return check(command.result, answer.ok);
  }

  async close(): Promise<void> {
    await this.#bus?.close();
    for (const { running } of this.#processes) await running.stop();
    await this.roles.close();
  }

  #nats() {
    const nats = this.roles.nats.get('north');
    if (nats === undefined) throw new Error('no nats-server');
    return nats;
  }
}

/** An item as its owner has it, and what people do to it; nothing here is sealed for real: servers cannot tell. */
export class TestItem {
  readonly ownerSeed = p.random(32);
  readonly appendSeed = p.random(32);
  readonly record: SignedRecord;
  readonly body: OwnersRecord;
  readonly id: Uint8Array;
  readonly drop: Uint8Array;

  constructor(over: Partial<OwnersRecord> = {}) {
    this.body = {
      kind: 'thread',
      number: 0,
      previous: null,
      owners: [p.signKey(this.ownerSeed)],
      gen: 0,
      salt: p.random(16),
      quota: 64 * 1024 * 1024,
      append: 'readers',
      comments: true,
      ...over,
    };
    this.record = signRecord(p, this.ownerSeed, this.body);
    const first = checkFirst(p, this.record);
    if (first === null) throw new Error('not a record');
    this.id = first.id;
    this.drop = first.drop;
  }

  /** The arguments that make it. */
  creation(entries: Entry[] = []): Args<typeof create> {
    const appendKeys = [appendKeyHash(p, p.signKey(this.appendSeed))];
    return { record: this.record, appendKeys, entries, credential: credential() };
  }

  /** The arguments that append entries, by the readers' append key unless told otherwise. */
  appending(
    entries: Entry[],
    over: { seed?: Uint8Array; seen?: number; paid?: boolean } = {},
  ): Args<typeof append> {
    const proof = proveAppend(p, over.seed ?? this.appendSeed, this.drop, this.body.gen, entries);
    const args = { drop: this.drop, gen: this.body.gen, ...proof, seen: over.seen ?? 0, entries };
    return over.paid === false ? args : { ...args, credential: credential() };
  }
}

/** A person in an item: an entry key and what it signs. */
export class TestAuthor {
  readonly seed = p.random(32);
  readonly key = p.signKey(this.seed);

  /** An entry of this author for an item. */
  entry(item: Pick<TestItem, 'drop' | 'body'>, over: Partial<Entry> = {}): Entry {
    const sealed = over.sealed ?? p.random(512);
    const outside = { number: p.random(16), rev: 0, gen: item.body.gen, lane: 0, chunks: 0, sealed };
    return signEntry(p, this.seed, item.drop, { ...outside, ...over, sealed });
  }

  id(entry: Entry): Uint8Array {
    return entryId(p, entry.key, entry.number);
  }
}

/** A credential as a server sees one; whether it is good the ID server says. */
export function credential(): Credential {
  return { epoch: Math.floor(NOW / 86_400_000), nonce: p.random(32), mac: p.random(32), salt: p.random(16) };
}

export { create, read };
