// Section 4 in use: reading an item, with all that a reader checks.
import type { Body } from './bodies.ts';
import { type Bytes, equal, hex, must } from './bytes.ts';
import { shapeOf } from './document.ts';
import { checkAuthorsCard, checkStored, readEntry, type Seen } from './entries.ts';
import { AUTHORS_CARD, checkChain, dropOf, entryId, openOldKey } from './items.ts';
import type { Person } from './person.ts';
import {
  type OwnersRecord,
  type ReadAnswer,
  records,
  type SignedRecord,
  type StoredEntry,
} from './shapes.ts';
import { type Followed, follow } from './standing.ts';

const reads = shapeOf<ReadAnswer>(
  '{ standing Standing, upto uint, records array of SignedRecord, entries array of StoredEntry, reactions array of StoredEntry, deeds bytes, before? uint, beforeReactions? uint, ad? Ad }',
);

/** What an owner gives away: where an item is and what opens its newest generation. */
export interface Address {
  server: Bytes;
  id: Bytes;
  itemKey: Bytes;
}

/** An entry read and proved: who wrote it, and what; body null for one that was removed. */
export interface Shown {
  id: Bytes;
  rev: number;
  at: number;
  author: { user: Bytes; name: string } | null;
  body: Body | null;
}

/** What one person has of one item. */
export class View {
  readonly drop: Bytes;
  readonly #me: Person;
  readonly #server: Bytes;
  readonly #id: Bytes;
  readonly #signed: SignedRecord[] = [];
  readonly #stored = new Map<string, StoredEntry>();
  #records: OwnersRecord[] = [];
  #known: Followed | null = null;

  constructor(me: Person, { server, id }: Pick<Address, 'server' | 'id'>) {
    this.#me = me;
    this.#server = server;
    this.#id = id;
    this.drop = dropOf(id);
  }

  /** The owner's record in force. Refused before the first read. */
  get record(): OwnersRecord {
    const newest = this.#records.at(-1);
    must(newest !== undefined, 'not read yet');
    return newest;
  }

  /** Owners of every record of the chain: whose removals and deletion count. */
  get owners(): Bytes[] {
    return this.#records.flatMap((record) => record.owners);
  }

  /** The revision seen, 0 before the first read. */
  get rev(): number {
    return this.#known?.rev ?? 0;
  }

  /** The owner's record as it was signed, newest. */
  get signedRecord(): SignedRecord {
    const newest = this.#signed.at(-1);
    must(newest !== undefined, 'not read yet');
    return newest;
  }

  entry(id: Bytes): StoredEntry | undefined {
    return this.#stored.get(hex(id));
  }

  /** All entries, those that came first in front. */
  get entries(): StoredEntry[] {
    return [...this.#stored.values()].sort((a, b) => a.at - b.at);
  }

  /** Letters taken out of a mailbox: nothing of them stays. */
  forget(ids: Bytes[]): void {
    for (const id of ids) this.#stored.delete(hex(id));
  }

  /** What an author says it had seen. */
  get seen(): Seen {
    const newest = this.entries.reverse().slice(0, 8);
    const seen = newest.map(({ key, number }) => entryId(key, number));
    return { seen, root: this.#known?.root ?? new Uint8Array(32), atRev: this.rev };
  }

  /** Reads all that is new. Refused where the server hides, rolls back, forks or forges something. */
  async read(): Promise<void> {
    const known = this.#known && { rev: this.#known.rev, root: this.#known.root };
    const args = { id: this.#id, ...(known && { known }), record: this.#signed.length };
    const answer = await this.#me.client.ask(this.#server, 'content.read', () => args, reads, { room: 2 });
    this.#takeRecords(answer.records);
    const followed = follow({
      server: this.#server,
      drop: this.drop,
      known: this.#known,
      answer,
      records: this.#signed,
      mailbox: this.record.kind === 'mailbox',
      revBefore: (entry) => this.entry(entry)?.rev ?? 0,
    });
    for (const stored of [...answer.entries, ...answer.reactions]) {
      must(checkStored(this.drop, stored, this.owners), 'an entry that is not its author’s');
      this.#stored.set(hex(entryId(stored.key, stored.number)), stored);
    }
    this.#known = followed.known;
    if (!followed.complete) await this.read();
  }

  /** Adds the records that were lacking. Refused where one is another than the one of that number. */
  #takeRecords(given: SignedRecord[]): void {
    for (const signed of given) {
      const { number } = records.read(signed.record);
      const had = this.#signed[number];
      must(had === undefined || equal(had.record, signed.record), 'another record of this number');
      if (had === undefined) this.#signed.push(signed);
    }
    this.#records = checkChain(this.#id, this.#signed);
  }

  /** The item key of a generation: the newest is given, each record that re-keyed holds the one before. Refused. */
  #keyOf(itemKey: Bytes, gen: number): Bytes {
    let held = { gen: this.record.gen, key: itemKey };
    for (const record of this.#records.toReversed())
      if (held.gen > gen && record.gen === held.gen && record.old !== undefined)
        held = openOldKey(held.key, this.drop, record.gen, record.old);
    must(held.gen === gen, 'no key of this generation');
    return held.key;
  }

  /** All entries opened and their authors proved. Refused where one is not what it should be. */
  show(itemKey: Bytes): Shown[] {
    return this.entries.map((stored) => {
      const { key, number, rev, at, gone } = stored;
      const id = entryId(key, number);
      if (gone !== undefined) return { id, rev, at, author: null, body: null };
      const { body, device } = this.open(itemKey, stored);
      return { id, rev, at, author: this.#authorOf(itemKey, key, device), body };
    });
  }

  open(itemKey: Bytes, stored: StoredEntry) {
    return readEntry(this.drop, this.#keyOf(itemKey, stored.gen), stored);
  }

  /** Who an entry key is, by the author's card beside it. Refused where there is none, or of another device. */
  #authorOf(itemKey: Bytes, key: Bytes, device: Bytes): { user: Bytes; name: string } {
    const card = this.entry(entryId(key, AUTHORS_CARD));
    must(card !== undefined && card.gone === undefined, 'no author’s card');
    const author = checkAuthorsCard(this.open(itemKey, card));
    must(equal(author.device.device, device), 'by another device');
    return { user: author.user, name: author.name };
  }
}
