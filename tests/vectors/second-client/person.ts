// Sections 3, 6 and 7 in use: a person of the network.

import { type Bytes, equal, must } from './bytes.ts';
import { encode } from './cbor.ts';
import type { Client } from './client.ts';
import { blindAll, deedHash, finish, spend, type Token } from './credentials.ts';
import { shapeOf } from './document.ts';
import { publicKey } from './ed25519.ts';
import { H, verify } from './frame.ts';
import {
  accountOf,
  certify,
  contentSeed,
  findWork,
  giveWord,
  letterKey,
  readCard,
  signCard,
} from './identity.ts';
import { checkPlace, checkRoot, epochData, extendsRoot, leafOf } from './log.ts';
import {
  type Card,
  type Credential,
  type Epoch,
  type Listing,
  type LogProof,
  type LogRoot,
  listings,
} from './shapes.ts';

const epochLists = shapeOf<{ epochs: Epoch[] }>('{ epochs array(0..3) of Epoch }');
const allowances = shapeOf<{ count: number; fetched: boolean }>('{ count uint, fetched boolean }');
const issues = shapeOf<{ elements: Bytes; proof: Bytes }>('{ elements bytes, proof bytes(64) }');
const paths = shapeOf<{ path: Bytes[] }>('{ path array of bytes(32) }');

export class Person {
  readonly client: Client;
  readonly name: string;
  readonly account: { seed: Bytes; key: Bytes; user: Bytes };
  readonly contentSeed: Bytes;
  readonly deviceSeed: Bytes;
  readonly letterSecret: Bytes;
  readonly tokens: Token[] = [];
  #root: LogRoot | null = null;
  #card: Card | null = null;

  constructor(client: Client, name: string) {
    const root = client.random(32);
    this.client = client;
    this.name = name;
    this.account = accountOf(root);
    this.contentSeed = contentSeed(root, 0);
    this.deviceSeed = client.random(32);
    this.letterSecret = client.random(32);
  }

  get #idServer(): Bytes {
    return this.client.book.idServer(this.client.now()).id;
  }

  get #day(): number {
    return Math.floor(this.client.now() / 86_400_000);
  }

  get card(): Card {
    must(this.#card !== null, 'not registered');
    return this.#card;
  }

  /** Registers: work done, a card with this device's certificate and letter key, proved to be in the log. */
  async register(): Promise<Listing> {
    const device = publicKey(this.deviceSeed);
    const card: Card = {
      account: this.account.key,
      name: this.name,
      number: 0,
      seed: 0,
      devices: [certify(this.account.seed, { device, number: 0, seed: 0, day: this.#day })],
      revoked: [],
      letterKeys: [letterKey(this.deviceSeed, Math.floor(this.#day / 7), this.letterSecret)],
    };
    const signed = signCard(this.account.seed, card);
    const work = findWork(H(signed.card), this.client.book.network.file.signupBits);
    const birth = { year: 1980, month: 5, day: 17 };
    const args = { card: signed, birth, work };
    const listing = await this.client.ask(this.#idServer, 'id.register', () => args, listings, { room: 1 });
    must(equal(listing.card.card, signed.card), 'another card');
    await this.checkListing(listing);
    this.#card = card;
    return listing;
  }

  /** Puts the next card in force, signed by this device. */
  async update(change: Pick<Card, 'mailbox' | 'about'>): Promise<void> {
    const card: Card = { ...this.card, ...change, number: this.card.number + 1 };
    const args = { card: signCard(this.deviceSeed, card) };
    const listing = await this.client.ask(this.#idServer, 'id.update', () => args, listings, { room: 1 });
    must(equal(listing.card.card, args.card.card), 'another card');
    await this.checkListing(listing);
    this.#card = card;
  }

  /** The newest root of the log this person has seen. */
  get logRoot(): LogRoot {
    must(this.#root !== null, 'no root yet');
    return this.#root;
  }

  /** The credential that pays a deed at a server. Refused where none is left. */
  pay(server: Bytes, command: string, args: object): Credential {
    const token = this.tokens.shift();
    must(token !== undefined, 'no credential left');
    return spend(token, server, deedHash(command, args), this.client.random(16));
  }

  /** The card of a user as the ID server lists it, proved to be in the log. Refused. */
  async find(user: Bytes): Promise<Card> {
    return this.checkListing(await this.listing(user));
  }

  /** A user's listing as the ID server gives it. */
  listing(user: Bytes): Promise<Listing> {
    return this.client.ask(this.#idServer, 'id.find', () => ({ user }), listings, { room: 1 });
  }

  /** Refused where the card is not whole or not in the log. */
  async checkListing({ card, salt, proof }: Listing): Promise<Card> {
    await this.#checkPlace(leafOf('card', salt, card.card), proof);
    return readCard(card);
  }

  async #checkPlace(leaf: Bytes, proof: LogProof): Promise<void> {
    checkPlace(this.#idServer, leaf, proof);
    await this.#takeRoot(proof.root);
  }

  /** Takes a root that extends the one kept, or is extended by it. Refused: the ID server forked its log. */
  async #takeRoot(root: LogRoot): Promise<void> {
    checkRoot(this.#idServer, root);
    const kept = this.#root;
    const [older, newer] = kept === null || kept.size <= root.size ? [kept, root] : [root, kept];
    if (older !== null) {
      const [from, to] = [older.size, newer.size];
      const { path } =
        from === to
          ? { path: [] }
          : await this.client.ask(this.#idServer, 'id.log.consistency', () => ({ from, to }), paths, {
              room: 1,
            });
      must(extendsRoot(from, older.root, to, newer.root, path), 'a log that does not extend ours');
    }
    this.#root = newer;
  }

  /** Fetches all credentials of this epoch, under a key that is in the log. */
  async fetchCredentials(): Promise<void> {
    const { epochs } = await this.client.ask(this.#idServer, 'id.epochs', () => ({}), epochLists, {
      room: 1,
    });
    const now = epochs.find(({ epoch }) => epoch === this.#day);
    must(now !== undefined, 'no epoch of today');
    const { epoch, pk, users } = now;
    await this.#checkPlace(leafOf('epoch', now.salt, epochData(epoch, pk)), now.proof);
    const known = verify(this.#idServer, users.sig, 'epoch users', epoch, users.count, users.minute);
    must(known, 'a number of users that is not signed');
    const { count } = await this.#askWithWord('id.allowance', { epoch }, allowances);
    const { requests, blinded } = blindAll(count, { contentSeed: this.contentSeed, pk, epoch });
    const answer = await this.#askWithWord('id.credentials', { epoch, blinded }, issues);
    for (const [i, token] of finish(pk, requests, answer).entries())
      this.tokens.push({ epoch, nonce: requests[i]?.nonce ?? new Uint8Array(0), token });
  }

  #askWithWord<T>(command: string, rest: object, result: ReturnType<typeof shapeOf<T>>): Promise<T> {
    const server = this.#idServer;
    const args = (minute: number) => {
      const said = { server, command, minute, args: encode(rest) };
      return { ...rest, word: giveWord(this.account.user, this.deviceSeed, said) };
    };
    return this.client.ask(server, command, args, result, { room: 1 });
  }
}
