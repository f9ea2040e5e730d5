import { hex } from '../../../lib/bytes.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { entryId } from '../../../lib/crypto/outside.ts';
import { checkFirst } from '../../../lib/crypto/record.ts';
import { appendKeyHash, checkAppend, checkKeys, checkTake } from '../../../lib/crypto/rights.ts';
import { signStanding } from '../../../lib/crypto/standing.ts';
import { type Args, check } from '../../../lib/protocol/command.ts';
import * as content from '../../../lib/protocol/commands/content.ts';
import { CommandError } from '../../../lib/protocol/errors.ts';
import type { Credential, OwnersRecord, StoredEntry } from '../../../lib/protocol/item.ts';
import { serversOf } from '../../../lib/protocol/network.ts';
import { seedOf } from '../../network/operators.ts';
import type { World } from '../route/world.ts';
import type { TestId } from './testid.ts';

/** Letters in one answer: what has room in a small one. */
const SHOWN = 3;

interface Kept {
  id: Uint8Array;
  drop: Uint8Array;
  record: OwnersRecord;
  sum: string;
  server: string;
  rev: number;
  appendKeys: Set<string>;
  number: number;
  entries: Map<string, StoredEntry>;
}

/** Content servers in memory, enough of them for mailboxes. An item lies at the server whose credential paid for it. */
export class TestContent {
  readonly items = new Map<string, Kept>();
  readonly #id: TestId;
  readonly #servers: { operator: string; key: Uint8Array }[];

  constructor(world: World, id: TestId) {
    this.#id = id;
    this.#servers = serversOf(world.file, 'content').map(({ operator }) => ({
      operator: operator.id,
      key: p.signKey(seedOf(`${operator.id} content`)),
    }));
  }

  answer(command: string, a: Record<string, unknown>): object {
    if (command === content.create.name) return this.#create(check(content.create.args, a));
    if (command === content.append.name) return this.#append(check(content.append.args, a));
    if (command === content.keys.name) return this.#keys(check(content.keys.args, a));
    if (command === content.read.name) return this.#read(check(content.read.args, a));
    if (command === content.take.name) return this.#take(check(content.take.args, a));
    throw new CommandError('unknown-command');
  }

  #create(args: Args<typeof content.create>): object {
    const first = checkFirst(p, args.record);
    if (first === null) throw new CommandError('forbidden');
    const drop = hex(first.drop);
    const sum = hex(args.record.record);
    const kept = this.items.get(drop);
    if (kept !== undefined && kept.sum !== sum) throw new CommandError('conflict');
    if (kept === undefined) {
      const server = this.#pay(content.create.name, args, args.credential);
      const appendKeys = new Set(args.appendKeys.map(hex));
      const { id, record } = first;
      this.items.set(drop, {
        id,
        drop: first.drop,
        record,
        sum,
        server,
        rev: 1,
        appendKeys,
        number: 0,
        entries: new Map(),
      });
    }
    return this.#done(this.#item(first.drop));
  }

  #append(args: Args<typeof content.append>): object {
    const item = this.#item(args.drop);
    if (!checkAppend(p, args)) throw new CommandError('forbidden');
    const fresh = args.entries.filter((one) => !item.entries.has(hex(entryId(p, one.key, one.number))));
    for (const one of args.entries) {
      const there = item.entries.get(hex(entryId(p, one.key, one.number)));
      if (there !== undefined && hex(there.sealed) !== hex(one.sealed)) throw new CommandError('conflict');
    }
    if (fresh.length === 0) return this.#done(item);
    if (item.record.append === 'strangers') this.#pay(content.append.name, args, args.credential);
    const ghost = item.record.append === 'friends' && !item.appendKeys.has(hex(appendKeyHash(p, args.key)));
    for (const one of ghost ? [] : fresh) {
      item.rev++;
      item.entries.set(hex(entryId(p, one.key, one.number)), { ...one, at: item.rev, mod: item.rev });
    }
    return this.#done(item);
  }

  #keys(args: Args<typeof content.keys>): object {
    const item = this.#item(args.drop);
    if (!checkKeys(p, args)) throw new CommandError('forbidden');
    const same = args.number === item.number && args.appendKeys.every((key) => item.appendKeys.has(hex(key)));
    if (args.number <= item.number && !same) throw new CommandError('conflict');
    item.number = args.number;
    item.appendKeys = new Set(args.appendKeys.map(hex));
    return this.#done(item);
  }

  #read({ id, before: end = Number.MAX_SAFE_INTEGER }: Args<typeof content.read>): object {
    const item = [...this.items.values()].find((one) => hex(one.id) === hex(id));
    if (item === undefined) throw new CommandError('absent');
    const older = [...item.entries.values()].toReversed().filter(({ at }) => at < end);
    const entries = older.slice(0, SHOWN);
    const before = older.length > SHOWN ? { before: entries.at(-1)?.at } : {};
    const { standing } = this.#done(item);
    const none = { records: [], reactions: [], deeds: new Uint8Array(0) };
    return { standing, upto: item.rev, entries, ...none, ...before };
  }

  #take(args: Args<typeof content.take>): object {
    const item = this.#item(args.drop);
    if (!checkTake(p, args)) throw new CommandError('forbidden');
    for (const entry of args.entries) if (item.entries.delete(hex(entry))) item.rev++;
    return this.#done(item);
  }

  #item(drop: Uint8Array): Kept {
    const item = this.items.get(hex(drop));
    if (item === undefined) throw new CommandError('absent');
    return item;
  }

  #pay(command: string, args: object, credential: Credential | undefined): string {
    if (credential === undefined) throw new CommandError('credential-needed');
    const at = this.#servers.find(({ key }) => this.#id.spend(key, command, args, credential));
    if (at === undefined) throw new CommandError('credential-refused');
    return at.operator;
  }

  #done(item: Kept) {
    const seed = seedOf(`${item.server} content`);
    const root = item.drop;
    return { at: item.rev, standing: signStanding(p, seed, item.drop, { rev: item.rev, root }) };
  }
}
