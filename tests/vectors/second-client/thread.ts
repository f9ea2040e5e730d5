// Section 4 in use: a thread written and read.
import { type Bytes, equal, must, utf8 } from './bytes.ts';
import { cutBlob, joinBlob, readBlob, sealChunk } from './chunks.ts';
import { shapeOf } from './document.ts';
import { publicKey } from './ed25519.ts';
import { sealEntry, signEntry, signInside } from './entries.ts';
import {
  AUTHORS_CARD,
  appendKeyHash,
  appendKeySet,
  appendSeed,
  entryId,
  entrySeed,
  itemId,
  ownerSeed,
  prove,
  proves,
  REACTIONS,
  RIGHTS,
  recordHash,
  sealOldKey,
  signRecord,
} from './items.ts';
import type { Person } from './person.ts';
import { type Entry, type Placed, type Proof, placed } from './shapes.ts';
import { type Address, type Shown, View } from './view.ts';

const nothing = shapeOf<object>('the empty map');
const chunkAnswers = shapeOf<{ bytes: Bytes }>('{ bytes bytes(<=245776) }');
const deletions = shapeOf<Proof>('{ key bytes(32), sig bytes(64) }');
const MIB64 = 67_108_864;

/** One person's way with one thread. */
export class Thread {
  readonly #me: Person;
  readonly #view: View;
  #address: Address;
  /** Of its owner alone. */
  #salt: Bytes | null = null;

  constructor(me: Person, address: Address) {
    this.#me = me;
    this.#address = address;
    this.#view = new View(me, address);
  }

  get address(): Address {
    return this.#address;
  }

  get #drop(): Bytes {
    return this.#view.drop;
  }

  /** The generation in force, 0 before the first read. */
  get #gen(): number {
    return this.#view.rev === 0 ? 0 : this.#view.record.gen;
  }

  /** Makes a new thread with its author's card and a post; pays with a credential. */
  static async create(me: Person, server: Bytes, text: string): Promise<Thread> {
    const { random } = me.client;
    const [salt, itemKey] = [random(16), random(32)];
    const seed = ownerSeed(me.contentSeed, salt);
    const owner = publicKey(seed);
    const thread = new Thread(me, { server, id: itemId(owner), itemKey });
    thread.#salt = salt;
    const policy = { quota: MIB64, append: 'readers', comments: true };
    const about = { kind: 'thread', number: 0, previous: null, owners: [owner], gen: 0, salt };
    const more = { photos: [], keywords: [], mentions: [], audience: 'friends' };
    const post = { is: 'post', text, when: me.client.now(), ...more };
    const entries = [thread.#write(AUTHORS_CARD, thread.#card()), thread.#write(random(16), post)];
    const record = signRecord(seed, { ...about, ...policy });
    const args = { record, appendKeys: thread.#appendKeys(itemKey, 0), entries };
    const credential = me.pay(server, 'content.create', args);
    await thread.#ask('content.create', { ...args, credential });
    return thread;
  }

  /** Reads what is new and gives all there is, oldest first. Refused. */
  async read(): Promise<Shown[]> {
    await this.#view.read();
    return this.#view.show(this.#address.itemKey);
  }

  /** Comments; the first time with the author's card, and pays with a credential. `long`: the whole of a text, in chunks. */
  async comment(text: string, long?: string): Promise<Bytes> {
    const [number, when] = [this.#me.client.random(16), this.#me.client.now()];
    const cut = long === undefined ? null : cutBlob(utf8(long), this.#me.client.random(32));
    const more = { re: null, mentions: [], photos: [], ...(cut && { long: cut.blob }) };
    const entry = this.#write(
      number,
      { is: 'comment', text, when, ...more },
      { chunks: cut?.parts.length ?? 0 },
    );
    const first = this.#view.entry(entryId(entry.key, AUTHORS_CARD)) === undefined;
    const entries = first ? [this.#write(AUTHORS_CARD, this.#card()), entry] : [entry];
    const args = this.#appending(entries);
    const credential = first
      ? { credential: this.#me.pay(this.#address.server, 'content.append', args) }
      : {};
    const { at } = await this.#ask('content.append', { ...args, ...credential });
    const id = entryId(entry.key, number);
    for (const [i, part] of cut?.parts.entries() ?? []) {
      const blob = {
        drop: this.#drop,
        entry: id,
        key: cut?.blob.key ?? number,
        count: cut?.parts.length ?? 0,
      };
      await this.#putChunk(id, at, i, sealChunk(blob, i, part));
    }
    return id;
  }

  async #putChunk(entry: Bytes, at: number, number: number, bytes: Bytes): Promise<void> {
    const chunk = { entry, rev: 0, number, bytes };
    const { sig } = prove(this.#entrySeed, 'chunk', this.#drop, RIGHTS.chunk(chunk));
    const args = { drop: this.#drop, at, ...chunk, sig };
    await this.#me.client.ask(this.#address.server, 'content.chunk.put', () => args, nothing);
  }

  /** The whole text of an entry whose body has it in chunks. Refused. */
  async long(shown: Shown): Promise<string> {
    const blob = readBlob(shown.body !== null && 'long' in shown.body ? shown.body.long : null);
    const chunks: Bytes[] = [];
    for (let i = 0; i < blob.count; i++) {
      const args = { id: this.#address.id, entry: shown.id, rev: shown.rev, number: blob.first + i };
      const asking = this.#me.client.ask(
        this.#address.server,
        'content.chunk.get',
        () => args,
        chunkAnswers,
        {
          room: 3,
        },
      );
      chunks.push((await asking).bytes);
    }
    return new TextDecoder().decode(joinBlob({ drop: this.#drop, entry: shown.id }, blob, chunks));
  }

  /** Reacts to an entry: free, in the lane of reactions. */
  async react(entry: Bytes, reaction: string): Promise<void> {
    const body = { is: 'reactions', to: [[entry, reaction]], when: this.#me.client.now() };
    const written = this.#write(REACTIONS, body, { lane: 1, least: 1_024 });
    await this.#ask('content.append', this.#appending([written]));
  }

  /** Puts other words in the place of an entry of one's own. */
  async edit(id: Bytes, text: string): Promise<void> {
    const before = this.#view.entry(id);
    must(before !== undefined, 'not read yet');
    const { body } = this.#view.open(this.#address.itemKey, before);
    const entry = this.#write(before.number, { ...body, text }, { rev: before.rev + 1 });
    const gen = this.#gen;
    const right = prove(this.#appendSeed(gen), 'edit', this.#drop, RIGHTS.edit({ gen, entry }));
    await this.#ask('content.edit', { drop: this.#drop, gen, ...right, at: before.at, entry });
  }

  /** Removes an entry of one's own. */
  async remove(id: Bytes): Promise<void> {
    const before = this.#view.entry(id);
    must(before !== undefined, 'not read yet');
    const right = prove(this.#entrySeed, 'remove', this.#drop, RIGHTS.remove({ entry: id }));
    await this.#ask('content.remove', { drop: this.#drop, entry: id, at: before.at, ...right });
  }

  /** The owner's: a new generation with a new item key, the old one sealed in the record. Gives the new address. */
  async rekey(): Promise<Address> {
    const { random } = this.#me.client;
    const [before, itemKey] = [this.#view.record, random(32)];
    const gen = before.gen + 1;
    const old = sealOldKey(
      itemKey,
      this.#drop,
      gen,
      { gen: before.gen, key: this.#address.itemKey },
      random(24),
    );
    const previous = recordHash(this.#view.signedRecord.record);
    const record = signRecord(this.#ownerSeed, { ...before, number: before.number + 1, previous, gen, old });
    await this.#ask('content.change', {
      drop: this.#drop,
      record,
      appendKeys: this.#appendKeys(itemKey, gen),
    });
    this.#address = { ...this.#address, itemKey };
    return this.#address;
  }

  /** A reader is given the key of a new generation. */
  take(address: Address): void {
    must(equal(address.id, this.#address.id), 'of another item');
    this.#address = address;
  }

  /** The owner's: deletes the thread for ever. */
  async delete(): Promise<void> {
    const right = prove(this.#ownerSeed, 'delete', this.#drop, RIGHTS.delete());
    const args = { drop: this.#drop, ...right };
    await this.#me.client.ask(this.#address.server, 'content.delete', () => args, nothing);
  }

  /** Whether the server shows that an owner deleted it. Refused where the deletion is not signed. */
  async isDeleted(): Promise<boolean> {
    const args = { drop: this.#drop };
    const gone = await this.#me.client.ask(this.#address.server, 'content.gone', () => args, deletions);
    const byOwner = this.#view.owners.some((owner) => equal(owner, gone.key));
    return byOwner && proves(gone, 'delete', this.#drop, RIGHTS.delete());
  }

  get #ownerSeed(): Bytes {
    must(this.#salt !== null, 'not the owner');
    return ownerSeed(this.#me.contentSeed, this.#salt);
  }

  get #entrySeed(): Bytes {
    return entrySeed(this.#me.contentSeed, this.#drop);
  }

  #appendSeed(gen: number): Bytes {
    return appendSeed(this.#address.itemKey, this.#drop, gen);
  }

  #appendKeys(itemKey: Bytes, gen: number): Bytes[] {
    const key = publicKey(appendSeed(itemKey, this.#drop, gen));
    return appendKeySet([appendKeyHash(key)], this.#me.client.random);
  }

  #card(): object {
    const { account, name, devices } = this.#me.card;
    return { is: 'card', name, account, device: devices[0] };
  }

  /** A sealed and signed entry of this person. */
  #write(number: Bytes, body: object, { rev = 0, lane = 0, least = 0, chunks = 0 } = {}): Entry {
    const { deviceSeed, client } = this.#me;
    const [seed, gen] = [this.#entrySeed, this.#gen];
    const place = { drop: this.#drop, entry: entryId(publicKey(seed), number), rev };
    const inside = signInside(deviceSeed, place, this.#view.seen, body, client.random(32));
    const sealed = sealEntry(
      { ...place, itemKey: this.#address.itemKey, gen },
      inside,
      client.random(24),
      least,
    );
    return signEntry(seed, this.#drop, { number, rev, gen, lane, chunks, sealed });
  }

  #appending(entries: Entry[]) {
    const gen = this.#gen;
    const right = prove(this.#appendSeed(gen), 'append', this.#drop, RIGHTS.append({ gen, entries }));
    return { drop: this.#drop, gen, ...right, seen: this.#view.rev, entries };
  }

  #ask(command: string, args: object): Promise<Placed> {
    return this.#me.client.ask(this.#address.server, command, () => args, placed);
  }
}
