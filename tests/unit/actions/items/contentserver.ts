import { hex, same } from '../../../../lib/bytes.ts';
import { nativePrimitives as p } from '../../../../lib/crypto/native.ts';
import { checkEntry, dropOf, entryId, tombstone } from '../../../../lib/crypto/outside.ts';
import { checkFirst, checkNext, entryDrop, readRecord } from '../../../../lib/crypto/record.ts';
import {
  appendKeyHash,
  checkAppend,
  checkChunk,
  checkDelete,
  checkEdit,
  checkRemove,
} from '../../../../lib/crypto/rights.ts';
import {
  advance,
  appendDeed,
  type Deed,
  editDeed,
  keysDeed,
  type Pair,
  packDeeds,
  recordDeed,
  removeDeed,
  signStanding,
  start,
} from '../../../../lib/crypto/standing.ts';
import { encode } from '../../../../lib/protocol/codec.ts';
import { type Args, type Command, check, type Result } from '../../../../lib/protocol/command.ts';
import * as content from '../../../../lib/protocol/commands/content.ts';
import { CommandError } from '../../../../lib/protocol/errors.ts';
import type { Entry, SignedRecord, StoredEntry } from '../../../../lib/protocol/item.ts';

type Bytes = Uint8Array;
type Answer = Result<typeof content.read>;

/** An item as the server of these tests has it. */
export interface Kept {
  drop: Bytes;
  records: SignedRecord[];
  appendKeys: Bytes[];
  entries: StoredEntry[];
  deeds: Deed[];
  pair: Pair;
  chunks: Map<string, Bytes>;
  gone?: { key: Bytes; sig: Bytes };
}

/**
 * A content server in memory that does what the wire says of threads, and lies on demand: `lie` changes what a read
 * answers, `lose` lets a command be done and its answer be lost.
 */
export class ContentServer {
  readonly seed: Bytes;
  readonly items = new Map<string, Kept>();
  /** Commands asked for, in their order. */
  readonly asked: string[] = [];
  lie: ((answer: Answer, item: Kept, args: Args<typeof content.read>) => Answer) | null = null;
  lose: ((command: string) => boolean) | null = null;
  /** Entry keys that have paid; null: nobody has to. */
  paid: Set<string> | null = null;

  constructor(seed: Bytes) {
    this.seed = seed;
  }

  get id(): Bytes {
    return p.signKey(this.seed);
  }

  /** Answers a command; throws CommandError. */
  answer(args: Record<string, unknown>, command: string): object {
    this.asked.push(command);
    const result = this.#do(args, command);
    if (this.lose?.(command) === true) throw new CommandError('unavailable');
    return result;
  }

  #do(args: Record<string, unknown>, command: string): object {
    const as = <C extends Command>(one: C): Args<C> => check(one.args, args);
    switch (command) {
      case 'content.create':
        return this.#create(as(content.create));
      case 'content.append':
        return this.#append(as(content.append));
      case 'content.edit':
        return this.#edit(as(content.edit));
      case 'content.remove':
        return this.#remove(as(content.remove));
      case 'content.change':
        return this.#change(as(content.change));
      case 'content.delete':
        return this.#delete(as(content.erase));
      case 'content.gone':
        return this.#gone(as(content.gone));
      case 'content.chunk.put':
        return this.#putChunk(as(content.putChunk));
      case 'content.chunk.get':
        return this.#getChunk(as(content.getChunk));
      case 'content.read':
        return this.#read(as(content.read));
      default:
        throw new CommandError('unknown-command');
    }
  }

  #create({ record, appendKeys, entries }: Args<typeof content.create>): object {
    const first = checkFirst(p, record);
    if (first === null) throw new CommandError('forbidden');
    const known = this.items.get(hex(first.drop));
    if (known?.gone !== undefined) throw new CommandError('deleted');
    if (known !== undefined) return this.#done(known, known.pair.rev);
    const item: Kept = {
      drop: first.drop,
      records: [],
      appendKeys,
      entries: [],
      deeds: [],
      pair: start(first.drop),
      chunks: new Map(),
    };
    item.records.push(record);
    this.#deed(item, recordDeed(p, record.record));
    for (const entry of entries) this.#add(item, entry);
    this.items.set(hex(first.drop), item);
    return this.#done(item, item.pair.rev);
  }

  #append(args: Args<typeof content.append>): object {
    const item = this.#at(args.drop);
    const record = this.#record(item);
    const kept = args.entries.map((entry) => this.#find(item, entryId(p, entry.key, entry.number)));
    const again = kept.every(
      (one, i) => one !== undefined && hex(one.sig) === hex(args.entries[i]?.sig ?? p.random(1)),
    );
    if (again) return this.#done(item, kept.at(-1)?.at ?? 0);
    const owner = record.owners.some((one) => same(one, args.key));
    if (!record.comments && !owner) throw new CommandError('closed');
    this.#mayAppend(item, args.gen, args.key, checkAppend(p, args));
    for (const [i, entry] of args.entries.entries()) {
      const before = kept[i];
      if (before !== undefined && hex(before.sig) !== hex(entry.sig)) throw new CommandError('conflict');
      if (this.paid !== null && entry.lane === 0 && !this.paid.has(hex(entry.key))) {
        if (args.credential === undefined) throw new CommandError('credential-needed');
        this.paid.add(hex(entry.key));
      }
    }
    for (const [i, entry] of args.entries.entries()) if (kept[i] === undefined) this.#add(item, entry);
    return this.#done(item, item.pair.rev);
  }

  #edit(args: Args<typeof content.edit>): object {
    const item = this.#at(args.drop);
    const { entry } = args;
    const id = entryId(p, entry.key, entry.number);
    const before = this.#find(item, id);
    if (before === undefined) throw new CommandError('absent');
    if (hex(before.sig) === hex(entry.sig)) return this.#done(item, before.mod);
    this.#mayAppend(item, args.gen, args.key, checkEdit(p, args));
    if (before.gone !== undefined || entry.rev !== before.rev + 1) throw new CommandError('conflict');
    if (!checkEntry(p, this.#signing(item), entry)) throw new CommandError('forbidden');
    this.#deed(item, editDeed(p, id, entry.sealed));
    item.entries[item.entries.indexOf(before)] = { ...entry, at: before.at, mod: item.pair.rev };
    return this.#done(item, item.pair.rev);
  }

  #remove(args: Args<typeof content.remove>): object {
    const item = this.#at(args.drop);
    const before = this.#find(item, args.entry);
    if (before === undefined) throw new CommandError('absent');
    if (before.gone !== undefined) return this.#done(item, before.mod);
    const owner = this.#record(item).owners.some((one) => same(one, args.key));
    const mine = same(before.key, args.key);
    if ((!owner && !mine) || !checkRemove(p, args)) throw new CommandError('forbidden');
    this.#deed(item, removeDeed(p, args.entry, args.sig));
    const left = tombstone(before, item.pair.rev, mine ? 'author' : 'owner', {
      key: args.key,
      sig: args.sig,
    });
    item.entries[item.entries.indexOf(before)] = left;
    return this.#done(item, item.pair.rev);
  }

  #change({ drop, record, appendKeys }: Args<typeof content.change>): object {
    const item = this.#at(drop);
    const last = item.records.at(-1);
    if (last !== undefined && hex(last.sig) === hex(record.sig)) return this.#done(item, item.pair.rev);
    if (last === undefined || checkNext(p, last, record) === null) throw new CommandError('conflict');
    item.records.push(record);
    this.#deed(item, recordDeed(p, record.record));
    if (appendKeys !== undefined) {
      item.appendKeys = appendKeys;
      this.#deed(item, keysDeed(p, appendKeys));
    }
    return this.#done(item, item.pair.rev);
  }

  #delete({ drop, key, sig }: Args<typeof content.erase>): object {
    const item = this.items.get(hex(drop));
    if (item === undefined) throw new CommandError('absent');
    if (!this.#record(item).owners.some((one) => same(one, key)) || !checkDelete(p, { drop, key, sig }))
      throw new CommandError('forbidden');
    item.gone = { key, sig };
    item.chunks.clear();
    return {};
  }

  #gone({ drop }: Args<typeof content.gone>): object {
    const item = this.items.get(hex(drop));
    if (item?.gone === undefined) throw new CommandError('absent');
    return item.gone;
  }

  #putChunk(args: Args<typeof content.putChunk>): object {
    const item = this.#at(args.drop);
    const entry = this.#find(item, args.entry);
    if (entry === undefined || entry.rev !== args.rev || entry.chunks <= args.number)
      throw new CommandError('absent');
    if (!checkChunk(p, entry.key, args)) throw new CommandError('forbidden');
    const name = `${hex(args.entry)}:${args.rev}:${args.number}`;
    const before = item.chunks.get(name);
    if (before !== undefined && !same(before, args.bytes)) throw new CommandError('conflict');
    item.chunks.set(name, args.bytes);
    return {};
  }

  #getChunk({ id, entry, rev, number }: Args<typeof content.getChunk>): object {
    const bytes = this.#at(dropOf(p, id)).chunks.get(`${hex(entry)}:${rev}:${number}`);
    if (bytes === undefined) throw new CommandError('absent');
    return { bytes };
  }

  #read(args: Args<typeof content.read>): object {
    const item = this.#at(dropOf(p, args.id));
    const { pair } = item;
    const { known } = args;
    const standing = signStanding(p, this.seed, item.drop, pair);
    const records = item.records.slice(args.record ?? 0);
    const of = (lane: number) => item.entries.filter((one) => one.lane === lane).toReversed();
    const answer: Answer = {
      standing,
      upto: pair.rev,
      records,
      entries: [],
      reactions: [],
      deeds: new Uint8Array(0),
    };
    if (known === undefined) {
      const entries = of(0).filter(({ at }) => at < (args.before ?? Number.POSITIVE_INFINITY));
      answer.entries = fitting(entries, 20);
      answer.reactions = of(1).filter(({ at }) => at < (args.beforeReactions ?? Number.POSITIVE_INFINITY));
      const last = answer.entries.at(-1);
      if (last !== undefined && answer.entries.length < entries.length) answer.before = last.at;
    } else {
      let rooted: Pair = start(item.drop);
      for (const deed of item.deeds.slice(0, known.rev)) rooted = advance(p, rooted, deed);
      if (!same(rooted.root, known.root)) throw new CommandError('conflict');
      const changed = item.entries.filter(({ mod }) => mod > known.rev).sort((a, b) => a.mod - b.mod);
      answer.entries = changed.filter(({ lane }) => lane === 0);
      answer.reactions = changed.filter(({ lane }) => lane === 1);
      answer.deeds = packDeeds(item.deeds.slice(known.rev));
    }
    const shown = this.lie === null ? answer : this.lie(answer, item, args);
    return structuredClone(shown);
  }

  #at(drop: Bytes): Kept {
    const item = this.items.get(hex(drop));
    if (item === undefined) throw new CommandError('absent');
    if (item.gone !== undefined) throw new CommandError('deleted');
    return item;
  }

  #record(item: Kept) {
    const last = item.records.at(-1);
    if (last === undefined) throw new Error('an item without record');
    return readRecord(last);
  }

  #signing(item: Kept): Bytes {
    return entryDrop(p, item.drop, this.#record(item));
  }

  #mayAppend(item: Kept, gen: number, key: Bytes, signed: boolean): void {
    const { gen: now, owners } = this.#record(item);
    if (gen !== now) throw new CommandError('rekeyed');
    if (signed && owners.some((one) => same(one, key))) return;
    const hash = appendKeyHash(p, key);
    if (!signed || !item.appendKeys.some((one) => same(one, hash))) throw new CommandError('forbidden');
  }

  #find(item: Kept, id: Bytes): StoredEntry | undefined {
    return item.entries.find((one) => same(entryId(p, one.key, one.number), id));
  }

  #add(item: Kept, entry: Entry): void {
    if (!checkEntry(p, this.#signing(item), entry)) throw new CommandError('forbidden');
    this.#deed(item, appendDeed(p, entryId(p, entry.key, entry.number), entry.sealed));
    item.entries.push({ ...entry, at: item.pair.rev, mod: item.pair.rev });
  }

  #deed(item: Kept, deed: Deed): void {
    item.deeds.push(deed);
    item.pair = advance(p, item.pair, deed);
  }

  #done(item: Kept, at: number): object {
    return { at, standing: signStanding(p, this.seed, item.drop, item.pair) };
  }
}

function fitting(entries: StoredEntry[], most: number): StoredEntry[] {
  const out: StoredEntry[] = [];
  let size = 0;
  for (const entry of entries.slice(0, most)) {
    size += encode(entry).length;
    if (size > 50_000) break;
    out.push(entry);
  }
  return out;
}
