import * as v from 'valibot';
import { hex, same, utf8 } from '../../lib/bytes.ts';
import { userOf } from '../../lib/crypto/card.ts';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { derive, tagged } from '../../lib/crypto/tagged.ts';
import { decodeAs } from '../../lib/protocol/command.ts';
import { CommandError } from '../../lib/protocol/errors.ts';
import { Card, type Listing, SignedCard } from '../../lib/protocol/identity.ts';
import { foldName } from '../../lib/protocol/names.ts';
import { bytes, key, uint } from '../../lib/protocol/shapes.ts';
import { ConflictError } from '../bus/errors.ts';
import type { Bus } from '../bus.ts';
import type { Leaf, Log } from './log.ts';
import { SearchIndex } from './search.ts';
import { Shelf } from './store.ts';

const NAME_FREE_AFTER = 30 * 86_400_000;
const UNFINISHED_AFTER = 10 * 60_000;

/** What is kept of a user. Of the birth date there is `over` and nothing else. */
const UserRecord = v.strictObject({
  card: SignedCard,
  salt: bytes(16),
  over: v.strictObject({ age: uint(150), day: uint() }),
  /** The day of registration. */
  since: uint(),
});
export type UserRecord = v.InferOutput<typeof UserRecord>;

/** Whose a name is, taken at (ms); or from when it is free. */
const NameRecord = v.union([v.strictObject({ user: key, at: uint() }), v.strictObject({ free: uint() })]);

/** A user with the card opened; `seq` for the next write. */
export interface KnownUser {
  readonly user: Uint8Array;
  readonly card: Card;
  readonly record: UserRecord;
  readonly seq: number;
}

/** Users and names: in the store, with an index in memory. */
export class Users {
  readonly #records: Shelf<typeof UserRecord>;
  readonly #names: Shelf<typeof NameRecord>;
  readonly #nameKey: Uint8Array;
  readonly #log: Log;
  readonly #byName = new Map<string, string>();
  #index = new SearchIndex([]);

  private constructor(store: Bus, seed: Uint8Array, log: Log) {
    this.#records = new Shelf(store, 'users', UserRecord);
    this.#names = new Shelf(store, 'names', NameRecord);
    // who steals the store does not learn the names of those who left
    this.#nameKey = derive(p, 'name index', seed, new Uint8Array(0), 32);
    this.#log = log;
  }

  /** Reads all users; a card that was stored but not logged yet (the process ended in between) is logged now. */
  static async open(store: Bus, seed: Uint8Array, log: Log): Promise<Users> {
    const users = new Users(store, seed, log);
    for await (const {
      key: [user = ''],
      value,
    } of users.#records.all()) {
      const card = openStored(value);
      users.#byName.set(foldName(card.name), user);
      if (!log.has(leafOf(value, card).leaf)) await log.append(leafOf(value, card));
    }
    users.#index = new SearchIndex([...users.#byName].map(([name, user]) => ({ name, user })));
    return users;
  }

  get count(): number {
    return this.#byName.size;
  }

  /** A user by id; null for none. */
  async find(user: Uint8Array): Promise<KnownUser | null> {
    const kept = await this.#records.get(hex(user));
    return kept && { user, card: openStored(kept.value), record: kept.value, seq: kept.seq };
  }

  /** A user by name, written as people write it; null for none. */
  async findByName(name: string): Promise<KnownUser | null> {
    const user = this.#byName.get(foldName(name));
    return user === undefined ? null : this.find(Uint8Array.from(Buffer.from(user, 'hex')));
  }

  /** Up to `most` users whose name, or a word of it, begins with the text, by name, after the name `after`. */
  async search(text: string, after: string, most: number): Promise<KnownUser[]> {
    const found = this.#index.find(foldName(text), foldName(after), most);
    const users = await Promise.all(found.map((one) => this.findByName(one.name)));
    return users.filter((one) => one !== null);
  }

  /** Takes the name for the user; CommandError `name-taken`. The same user may take it again. */
  async takeName(name: string, user: Uint8Array, now: number): Promise<void> {
    const at = this.#nameOf(name);
    const owner = this.#byName.get(foldName(name));
    if (owner !== undefined && owner !== hex(user)) throw new CommandError('name-taken');
    const held = await this.#names.get(at);
    if (held !== null && !(await this.#isFree(foldName(name), held.value, user, now)))
      throw new CommandError('name-taken');
    try {
      await this.#names.put([at], { user, at: now }, held?.seq ?? 0);
    } catch (error) {
      throw error instanceof ConflictError ? new CommandError('name-taken') : error;
    }
  }

  /** Stores a user's record and logs its card; `before` is what it replaces. CommandError `conflict` in a race. */
  async put(user: Uint8Array, card: Card, record: UserRecord, before: KnownUser | null): Promise<void> {
    try {
      await this.#records.put([hex(user)], record, before?.seq ?? 0);
    } catch (error) {
      throw error instanceof ConflictError ? new CommandError('conflict') : error;
    }
    const name = foldName(card.name);
    if (!this.#byName.has(name)) this.#index.add({ name, user: hex(user) });
    this.#byName.set(name, hex(user));
    await this.#log.append(leafOf(record, card));
  }

  /** The listing of a user, with proof under a fresh root. */
  async list({ record, card }: Pick<KnownUser, 'record' | 'card'>): Promise<Listing> {
    const leaf = leafOf(record, card);
    await this.#log.append(leaf);
    return {
      card: record.card,
      salt: record.salt,
      proof: await this.#log.proof(leaf.leaf),
      over: record.over,
    };
  }

  /** Removes a user's record; the name is free in 30 days. */
  async remove({ user, card }: KnownUser, now: number): Promise<void> {
    const name = foldName(card.name);
    await this.#records.erase(hex(user));
    this.#byName.delete(name);
    this.#index.remove({ name, user: hex(user) });
    await this.#names.put([this.#nameOf(name)], { free: now + NAME_FREE_AFTER });
  }

  async #isFree(name: string, held: v.InferOutput<typeof NameRecord>, user: Uint8Array, now: number) {
    if ('free' in held) return held.free <= now;
    if (same(held.user, user)) return true;
    const owner = await this.find(held.user);
    if (owner !== null && foldName(owner.card.name) === name) return false;
    return held.at + UNFINISHED_AFTER <= now; // a registration that was never finished
  }

  #nameOf(name: string): string {
    return hex(p.hmac(this.#nameKey, utf8(foldName(name))));
  }
}

/** A card as stored: it was checked when it came. */
function openStored(record: UserRecord): Card {
  return decodeAs(Card, record.card.card);
}

function leafOf(record: UserRecord, card: Card): Leaf {
  return {
    kind: 'card',
    leaf: tagged(p, 'log', 'card', record.salt, record.card.card),
    name: tagged(p, 'name', foldName(card.name)).slice(0, 8),
  };
}

/** The user id of a card. */
export function userOfCard(card: Card): Uint8Array {
  return userOf(p, card.account);
}
