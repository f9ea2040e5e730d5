// Section 4 in use: a thread written and read.

import type { Body } from './bodies.ts';
import { type Bytes, equal, hex, must } from './bytes.ts';
import { deedHash, spend } from './credentials.ts';
import { shapeOf } from './document.ts';
import { publicKey } from './ed25519.ts';
import {
  checkAuthorsCard,
  checkStored,
  readEntry,
  type Seen,
  sealEntry,
  signEntry,
  signInside,
} from './entries.ts';
import {
  AUTHORS_CARD,
  appendKeyHash,
  appendKeySet,
  appendSeed,
  checkChain,
  dropOf,
  entryId,
  entrySeed,
  itemId,
  ownerSeed,
  prove,
  REACTIONS,
  RIGHTS,
  signRecord,
} from './items.ts';
import type { Person } from './person.ts';
import {
  type Entry,
  type Placed,
  placed,
  type ReadAnswer,
  records,
  type SignedRecord,
  type StoredEntry,
} from './shapes.ts';
import { type Followed, follow } from './standing.ts';

const reads = shapeOf<ReadAnswer>(
  '{ standing Standing, upto uint, records array of SignedRecord, entries array of StoredEntry, reactions array of StoredEntry, deeds bytes, before? uint, beforeReactions? uint, ad? Ad }',
);

/** What an owner gives away: where an item is and what opens it. */
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
  author: { user: Bytes; name: string; device: Bytes } | null;
  body: Body | null;
}

/** One person's view of one thread. */
export class Thread {
  readonly address: Address;
  readonly #me: Person;
  readonly #drop: Bytes;
  readonly #records: SignedRecord[] = [];
  readonly #stored = new Map<string, StoredEntry>();
  #known: Followed | null = null;

  constructor(me: Person, address: Address) {
    this.#me = me;
    this.address = address;
    this.#drop = dropOf(address.id);
  }

  /** Makes a new thread with its author's card and a post; pays with a credential. */
  static async create(me: Person, server: Bytes, text: string): Promise<Thread> {
    const { random } = me.client;
    const [salt, itemKey] = [random(16), random(32)];
    const seed = ownerSeed(me.contentSeed, salt);
    const owner = publicKey(seed);
    const thread = new Thread(me, { server, id: itemId(owner), itemKey });
    const record = signRecord(seed, {
      kind: 'thread',
      number: 0,
      previous: null,
      owners: [owner],
      gen: 0,
      salt,
      quota: 67_108_864,
      append: 'readers',
      comments: true,
    });
    const appendKey = publicKey(appendSeed(itemKey, thread.#drop, 0));
    const args = {
      record,
      appendKeys: appendKeySet([appendKeyHash(appendKey)], random),
      entries: [
        thread.#write(AUTHORS_CARD, thread.#cardBody()),
        thread.#write(random(16), {
          is: 'post',
          text,
          when: me.client.now(),
          photos: [],
          keywords: [],
          mentions: [],
          audience: 'friends',
        }),
      ],
    };
    await thread.#ask('content.create', { ...args, credential: thread.#pay('content.create', args) });
    return thread;
  }

  /** Comments; the first time with the author's card, and pays with a credential. */
  async comment(text: string, re: Bytes | null = null): Promise<Bytes> {
    const entry = this.#write(this.#me.client.random(16), {
      is: 'comment',
      text,
      when: this.#me.client.now(),
      re,
      mentions: [],
      photos: [],
    });
    const card = entryId(entry.key, AUTHORS_CARD);
    const first = !this.#stored.has(hex(card));
    const entries = first ? [this.#write(AUTHORS_CARD, this.#cardBody()), entry] : [entry];
    const args = this.#appending(entries);
    const credential = first ? { credential: this.#pay('content.append', args) } : {};
    await this.#ask('content.append', { ...args, ...credential });
    return entryId(entry.key, entry.number);
  }

  /** Reacts to an entry: free, in the lane of reactions. */
  async react(entry: Bytes, reaction: string): Promise<void> {
    const body = { is: 'reactions', to: [[entry, reaction]], when: this.#me.client.now() };
    await this.#ask(
      'content.append',
      this.#appending([this.#write(REACTIONS, body, { lane: 1, least: 1_024 })]),
    );
  }

  /** Puts other words in the place of an entry of one's own. */
  async edit(id: Bytes, text: string): Promise<void> {
    const before = this.#stored.get(hex(id));
    must(before !== undefined, 'not read yet');
    const { body } = readEntry(this.#drop, this.address.itemKey, before);
    const entry = this.#write(before.number, { ...body, text }, { rev: before.rev + 1 });
    const append = appendSeed(this.address.itemKey, this.#drop, 0);
    const right = prove(append, 'edit', this.#drop, RIGHTS.edit({ gen: 0, entry }));
    await this.#ask('content.edit', { drop: this.#drop, gen: 0, ...right, at: before.at, entry });
  }

  /** Removes an entry of one's own. */
  async remove(id: Bytes): Promise<void> {
    const before = this.#stored.get(hex(id));
    must(before !== undefined, 'not read yet');
    const seed = entrySeed(this.#me.contentSeed, this.#drop);
    const right = prove(seed, 'remove', this.#drop, RIGHTS.remove({ entry: id }));
    await this.#ask('content.remove', { drop: this.#drop, entry: id, at: before.at, ...right });
  }

  /** Reads what is new and gives all there is, oldest first: records to the id, standing, deeds, signatures, authors. */
  async read(): Promise<Shown[]> {
    const known = this.#known && { rev: this.#known.rev, root: this.#known.root };
    const args = { id: this.address.id, ...(known && { known }), record: this.#records.length };
    const answer = await this.#me.client.ask(this.address.server, 'content.read', () => args, reads, {
      room: 2,
    });
    this.#takeRecords(answer.records);
    const chain = checkChain(this.address.id, this.#records);
    const owners = chain.flatMap((record) => record.owners);
    const followed = follow({
      server: this.address.server,
      drop: this.#drop,
      known: this.#known,
      answer,
      records: this.#records,
      mailbox: false,
      revBefore: (entry) => this.#stored.get(hex(entry))?.rev ?? 0,
    });
    for (const stored of [...answer.entries, ...answer.reactions]) {
      must(checkStored(this.#drop, stored, owners), 'an entry that is not its author’s');
      this.#stored.set(hex(entryId(stored.key, stored.number)), stored);
    }
    this.#known = followed.known;
    return followed.complete ? this.#show() : this.read();
  }

  /** Adds the records that were lacking. Refused where one is another than the one of that number. */
  #takeRecords(given: SignedRecord[]): void {
    for (const signed of given) {
      const { number } = records.read(signed.record);
      const had = this.#records[number];
      must(had === undefined || equal(had.record, signed.record), 'another record of this number');
      if (had === undefined) this.#records.push(signed);
    }
  }

  #show(): Shown[] {
    const all = [...this.#stored.values()].sort((a, b) => a.at - b.at);
    return all.map((stored) => {
      const { rev, at, gone } = stored;
      const id = entryId(stored.key, stored.number);
      if (gone !== undefined) return { id, rev, at, author: null, body: null };
      const { body, device } = readEntry(this.#drop, this.address.itemKey, stored);
      return { id, rev, at, author: this.#authorOf(stored.key, device), body };
    });
  }

  /** Who an entry key is, by the author's card beside it. Refused where there is none, or of another device. */
  #authorOf(key: Bytes, device: Bytes): { user: Bytes; name: string; device: Bytes } {
    const card = this.#stored.get(hex(entryId(key, AUTHORS_CARD)));
    must(card !== undefined && card.gone === undefined, 'no author’s card');
    const author = checkAuthorsCard(readEntry(this.#drop, this.address.itemKey, card));
    must(equal(author.device.device, device), 'by another device');
    return { user: author.user, name: author.name, device };
  }

  #cardBody(): object {
    const { account, name, devices } = this.#me.card;
    return { is: 'card', name, account, device: devices[0] };
  }

  #seen(): Seen {
    const newest = [...this.#stored.values()].sort((a, b) => b.at - a.at).slice(0, 8);
    const seen = newest.map((one) => entryId(one.key, one.number));
    return { seen, root: this.#known?.root ?? new Uint8Array(32), atRev: this.#known?.rev ?? 0 };
  }

  /** A sealed and signed entry of this person. */
  #write(number: Bytes, body: object, { rev = 0, lane = 0, least = 0 } = {}): Entry {
    const { deviceSeed, contentSeed, client } = this.#me;
    const seed = entrySeed(contentSeed, this.#drop);
    const place = { drop: this.#drop, entry: entryId(publicKey(seed), number), rev };
    const inside = signInside(deviceSeed, place, this.#seen(), body, client.random(32));
    const at = { ...place, itemKey: this.address.itemKey, gen: 0 };
    const sealed = sealEntry(at, inside, client.random(24), least);
    return signEntry(seed, this.#drop, { number, rev, gen: 0, lane, chunks: 0, sealed });
  }

  #appending(entries: Entry[]) {
    const seed = appendSeed(this.address.itemKey, this.#drop, 0);
    const right = prove(seed, 'append', this.#drop, RIGHTS.append({ gen: 0, entries }));
    return { drop: this.#drop, gen: 0, ...right, seen: this.#known?.rev ?? 0, entries };
  }

  #pay(command: string, args: object) {
    const token = this.#me.tokens.pop();
    must(token !== undefined, 'no credential left');
    return spend(token, this.address.server, deedHash(command, args), this.#me.client.random(16));
  }

  #ask(command: string, args: object): Promise<Placed> {
    return this.#me.client.ask(this.address.server, command, () => args, placed);
  }
}
