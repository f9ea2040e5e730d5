import { nativePrimitives as p } from '../../../../lib/crypto/native.ts';
import { decode } from '../../../../lib/protocol/codec.ts';
import { type Args, type Command, check, type Result } from '../../../../lib/protocol/command.ts';
import { read } from '../../../../lib/protocol/commands/content.ts';
import { CommandError } from '../../../../lib/protocol/errors.ts';
import { ConflictError } from '../../../../servers/bus/errors.ts';
import { Allowances } from '../../../../servers/content/allowances.ts';
import { serveRead } from '../../../../servers/content/commands/read.ts';
import { type Place, pageSuffix, placeOf, storeKeys } from '../../../../servers/content/names.ts';
import type { Outcome } from '../../../../servers/content/outcome.ts';
import { Reader } from '../../../../servers/content/reader.ts';
import type { Rules } from '../../../../servers/content/rules.ts';
import type { Kept, Store } from '../../../../servers/content/store.ts';
import type { BoundWrite } from '../../../../servers/content/write.ts';
import { Writer } from '../../../../servers/content/writer.ts';
import { WRITES } from '../../../../servers/content/writes.ts';
import { seedOf } from '../../../network/operators.ts';
import { NOW } from './people.ts';

/** A store in memory; `fail` makes the next puts fail. */
export class MemoryStore implements Store {
  readonly values = new Map<string, Kept>();
  /** Called before each put with what it puts; throws to make it fail. */
  beforePut: (subject: string) => void = () => undefined;
  /** The next head is put, and nobody hears that it was. */
  loseAnswer = false;
  #seq = 0;

  async prepare(): Promise<void> {}

  async head(place: Place): Promise<Kept | null> {
    return this.values.get(`${place.name}.h`) ?? null;
  }

  async putHead(place: Place, value: Uint8Array, over: number): Promise<number> {
    const subject = `${place.name}.h`;
    this.beforePut(subject);
    if ((this.values.get(subject)?.seq ?? 0) !== over) throw new ConflictError('another head');
    const seq = this.#put(subject, value);
    if (!this.loseAnswer) return seq;
    this.loseAnswer = false;
    throw new Error('no answer');
  }

  async page(place: Place, name: Uint8Array): Promise<Uint8Array> {
    const found = this.values.get(`${place.name}.${pageSuffix(name)}`);
    if (found === undefined) throw new Error('a page is missing');
    return found.value;
  }

  async putPage(place: Place, name: Uint8Array, page: Uint8Array): Promise<void> {
    this.beforePut(`${place.name}.${pageSuffix(name)}`);
    this.#put(`${place.name}.${pageSuffix(name)}`, page);
  }

  async chunk(place: Place, suffix: string): Promise<Uint8Array | null> {
    return this.values.get(`${place.name}.${suffix}`)?.value ?? null;
  }

  async putChunk(place: Place, suffix: string, chunk: Uint8Array): Promise<void> {
    const subject = `${place.name}.${suffix}`;
    if (this.values.has(subject)) throw new ConflictError('another chunk');
    this.#put(subject, chunk);
  }

  async purge(place: Place, suffix: string): Promise<void> {
    const subject = `${place.name}.${suffix}`;
    for (const key of this.values.keys())
      if (key === subject || (subject.endsWith('>') && key.startsWith(subject.slice(0, -1))))
        this.values.delete(key);
  }

  async contents(): Promise<Map<string, string[]>> {
    const contents = new Map<string, string[]>();
    for (const key of this.values.keys()) {
      const [name = '', ...rest] = key.split('.');
      contents.set(name, [...(contents.get(name) ?? []), rest.join('.')]);
    }
    return contents;
  }

  #put(subject: string, value: Uint8Array): number {
    this.values.set(subject, { value, seq: ++this.#seq });
    return this.#seq;
  }
}

/** A writer and a reader over a store in memory, without processes, envelopes or an ID server (credentials are good). */
export class MemoryContent {
  readonly store = new MemoryStore();
  readonly keys = storeKeys(p, seedOf('north'));
  readonly blocked = new Set<string>();
  readonly reader = new Reader(this.store);
  readonly serverKey = seedOf('north content');
  readonly server = p.signKey(this.serverKey);
  now = NOW;
  writer: Writer;

  constructor() {
    this.writer = this.newWriter();
  }

  /** Another process's writer over the same store; one that does not tell of what it puts dies in time. */
  newWriter({ tells = true } = {}): Writer {
    const values = new Map<string, Uint8Array>();
    const bucket = {
      get: async (key: string) => {
        const value = values.get(key);
        return value === undefined ? null : { key, value, revision: 1 };
      },
      put: async (key: string, value: Uint8Array) => values.set(key, value).size,
    };
    const failed = (): void => undefined;
    const allowances = new Allowances(bucket, this.keys, () => this.now, failed);
    const rules: Rules = {
      keys: this.keys,
      store: this.store,
      now: () => this.now,
      isBlocked: (key) => this.blocked.has(key.join()),
      strangerBits: () => 4,
      allowance: (item, key) => allowances.left(item, key),
      setAllowance: (item, key, left) => allowances.set(item, key, left),
      countEdit: (item, key) => allowances.edit(item, key),
    };
    return new Writer({
      rules,
      serverKey: this.serverKey,
      serverId: this.server,
      owns: () => true,
      news: (place, kept) => {
        if (tells) this.reader.put(place, kept);
      },
      folded: () => undefined,
      failed,
    });
  }

  /** Reads as a user does whose question has so much room. Throws CommandError. */
  async read(args: Args<typeof read>, room = 65_000): Promise<Result<typeof read>> {
    const served = serveRead(this.reader, this.keys, { pick: () => null });
    const asked = { by: undefined, sizeClass: 2 as const, room, minute: 0, raw: {} };
    const cbor = await served.answer(args, asked);
    if (cbor.length > room) throw new Error('the answer is larger than its room');
    return check(read.result, decode(cbor));
  }

  /** Does a write as the front and the writer would. Throws CommandError. */
  async write<C extends Command>(command: C, args: Args<C>, writer = this.writer): Promise<Result<C>> {
    const bound = bind(command, args);
    if (bound.drop === null || !(await bound.holds(bound.drop))) throw new CommandError('forbidden');
    const place = placeOf(p, this.keys, bound.drop);
    const signedFor = bound.drop;
    let outcome = await writer.submit(place, bound, { signedFor, paid: false });
    if (outcome === 'pay') outcome = await writer.submit(place, bound, { signedFor, paid: true });
    return check(command.result, decode(resultOf(outcome)));
  }
}

function bind(command: Command, args: unknown): BoundWrite {
  const found = WRITES.find((one) => one.command.name === command.name);
  if (found === undefined) throw new Error('not a write');
  return found.bind(args);
}

function resultOf(outcome: Outcome): Uint8Array {
  if (typeof outcome === 'string') throw new Error(outcome);
  if ('error' in outcome) throw new CommandError(outcome.error, outcome.detail);
  return outcome.result;
}
