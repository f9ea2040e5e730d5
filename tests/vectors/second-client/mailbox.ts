// Section 8 in use: a strangers' mailbox and letters through it.
import { type Bytes, must } from './bytes.ts';
import { publicKey } from './ed25519.ts';
import { signEntry } from './entries.ts';
import { tagged } from './frame.ts';
import { findWork } from './identity.ts';
import { dropOf, entryId, entrySeed, itemId, ownerSeed, prove, RIGHTS, signRecord } from './items.ts';
import { type Event, type Letter, openLetter, sealLetter, signLetter } from './letters.ts';
import type { Person } from './person.ts';
import { type Card, placed } from './shapes.ts';
import { View } from './view.ts';

/** The mailbox for those who are no Friends yet. */
export class StrangersMailbox {
  readonly server: Bytes;
  readonly drop: Bytes;
  readonly #me: Person;
  readonly #seed: Bytes;
  readonly #view: View;

  private constructor(me: Person, server: Bytes, salt: Bytes) {
    this.#me = me;
    this.server = server;
    this.#seed = ownerSeed(me.contentSeed, salt);
    const id = itemId(publicKey(this.#seed));
    this.drop = dropOf(id);
    this.#view = new View(me, { server, id });
  }

  /** Makes one that asks `bits` of work for a letter; pays with a credential. */
  static async create(me: Person, server: Bytes, bits: number): Promise<StrangersMailbox> {
    const salt = me.client.random(16);
    const mailbox = new StrangersMailbox(me, server, salt);
    const about = {
      kind: 'mailbox',
      number: 0,
      previous: null,
      owners: [publicKey(mailbox.#seed)],
      gen: 0,
      salt,
    };
    const policy = {
      quota: 1_048_576,
      append: 'strangers',
      comments: true,
      user: me.account.user,
      work: bits,
    };
    const args = { record: signRecord(mailbox.#seed, { ...about, ...policy }), appendKeys: [], entries: [] };
    const credential = me.pay(server, 'content.create', args);
    await me.client.ask(server, 'content.create', () => ({ ...args, credential }), placed);
    return mailbox;
  }

  /** The letters that are there, opened, and taken out. Refused where one does not open. */
  async take(): Promise<Letter[]> {
    await this.#view.read();
    const letters: Letter[] = [];
    const entries: Bytes[] = [];
    for (const { key, number, sealed } of this.#view.entries) {
      letters.push(openLetter(this.#me.letterSecret, publicKey(this.#me.deviceSeed), sealed).letter);
      entries.push(entryId(key, number));
    }
    if (entries.length === 0) return [];
    const right = prove(this.#seed, 'take', this.drop, RIGHTS.take({ entries }));
    await this.#me.client.ask(
      this.server,
      'content.take',
      () => ({ drop: this.drop, entries, ...right }),
      placed,
    );
    this.#view.forget(entries);
    return letters;
  }
}

/** Sends the first letter of a new log to the strangers' mailbox of a card; pays, and works as much as is asked. */
export async function writeToStranger(me: Person, card: Card, bits: number, events: Event[]): Promise<void> {
  const [to] = card.letterKeys;
  must(card.mailbox !== undefined && to !== undefined, 'a card without mailbox or letter key');
  const { server, drop } = card.mailbox;
  const { random } = me.client;
  const { signed } = signLetter(me.deviceSeed, {
    from: me.account.user,
    device: publicKey(me.deviceSeed),
    to: to.device,
    log: random(16),
    number: 0,
    previous: new Uint8Array(32),
    root: me.logRoot,
    events,
  });
  const seed = entrySeed(me.contentSeed, drop);
  const sealed = sealLetter(to.pk, signed, random(64));
  const entry = signEntry(seed, drop, { number: random(16), rev: 0, gen: 0, lane: 0, chunks: 0, sealed });
  const right = prove(random(32), 'append', drop, RIGHTS.append({ gen: 0, entries: [entry] }));
  const work = findWork(tagged('append work', drop, entryId(entry.key, entry.number)), bits);
  const args = { drop, gen: 0, ...right, seen: 0, entries: [entry], work };
  const credential = me.pay(server, 'content.append', args);
  await me.client.ask(server, 'content.append', () => ({ ...args, credential }), placed);
}
