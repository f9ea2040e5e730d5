import { sealBlob } from '../../lib/crypto/chunk.ts';
import { entrySeed, writeEntry } from '../../lib/crypto/entry.ts';
import { sealLetter, signLetter } from '../../lib/crypto/letter.ts';
import { nativePrimitives as native } from '../../lib/crypto/native.ts';
import { entryId } from '../../lib/crypto/outside.ts';
import { vaultItemKey, writePage } from '../../lib/crypto/vault.ts';
import type { ClientPrimitives } from '../../lib/crypto/xchacha.ts';
import type { AuthorCard, Comment, EntryBody, Photo, Post, Reactions } from '../../lib/protocol/inside.ts';
import type { Entry } from '../../lib/protocol/item.ts';
import { TestAuthor, type TestItem } from '../network/contentworld.ts';

const ROOT = { size: 1_000_000, root: new Uint8Array(32), minute: 29_000_000, sig: new Uint8Array(64) };
const WHEN = 1_790_000_000_000;
const NOBODY = { seen: [], root: new Uint8Array(32), atRev: 0 };

/** Somebody who writes real entries: sealed and signed as the local service does it. */
export class Writer {
  readonly #p: ClientPrimitives;
  readonly #contentSeed = native.random(32);
  readonly #deviceSeed = native.random(32);
  readonly #itemKey = native.random(32);

  constructor(p: ClientPrimitives) {
    this.#p = p;
  }

  /** This writer's entry key in an item, to sign chunks. */
  author(item: TestItem): TestAuthor {
    return new TestAuthor(entrySeed(this.#p, this.#contentSeed, item.drop));
  }

  /** The card that proves who wrote, with its place in a log of a million users. */
  card(item: TestItem): Entry {
    const path = Array.from({ length: 20 }, () => native.random(32));
    const account = native.random(32);
    const device = {
      user: native.random(32),
      device: this.#p.signKey(this.#deviceSeed),
      number: 0,
      seed: 0,
      day: 20_000,
    };
    const body: AuthorCard = {
      is: 'card',
      name: 'Alice Smith',
      account,
      device: { ...device, sig: native.random(64) },
      proof: { index: 1, path, root: ROOT },
    };
    return this.entry(item, body);
  }

  post(item: TestItem, text: string, photos: Photo[] = [], chunks = 0, number = native.random(16)): Entry {
    const words = { text, when: WHEN, mentions: [], photos };
    const body: Post = { is: 'post', ...words, keywords: [], audience: 'friends' };
    return this.entry(item, body, chunks, number);
  }

  comment(item: TestItem, text: string): Entry {
    const body: Comment = { is: 'comment', text, when: WHEN, mentions: [], photos: [], re: null };
    return this.entry(item, body);
  }

  reaction(item: TestItem): Entry {
    const body: Reactions = { is: 'reactions', to: [[native.random(32), 'like']], when: WHEN };
    return this.entry(item, body);
  }

  /** A post with one photo of these bytes, and its chunks. */
  photo(item: TestItem, text: string, bytes: Uint8Array): { post: Entry; chunks: Uint8Array[] } {
    const number = native.random(16);
    const place = { drop: item.drop, entry: entryId(this.#p, this.author(item).key, number) };
    const { blob, chunks } = sealBlob(this.#p, place, bytes);
    const photo: Photo = { ...blob, type: 'image/webp', width: 1600, height: 1200, alt: '' };
    return { post: this.post(item, text, [photo], blob.count, number), chunks: [...chunks] };
  }

  /** A letter with these words to a Friend's device, as the entry of a mailbox. */
  letter(item: TestItem, text: string): Entry {
    const p = this.#p;
    const device = p.signKey(this.#deviceSeed);
    const log = { log: native.random(16), number: 7, previous: native.random(32), root: ROOT };
    const who = { from: native.random(32), device, to: native.random(32) };
    const { signed } = signLetter(p, this.#deviceSeed, {
      ...who,
      ...log,
      events: [{ is: 'text', text, when: WHEN }],
    });
    const sealed = sealLetter(p, p.kem.publicKey(native.random(32)), signed);
    if (sealed === null) throw new Error('not sealed');
    return new TestAuthor().entry(item, { sealed });
  }

  /** A page of the vault of so much database, and its chunks. */
  page(item: TestItem, bytes: Uint8Array): { entry: Entry; chunks: Uint8Array[] } {
    const writer = { contentSeed: this.#contentSeed, deviceSeed: this.#deviceSeed, drop: item.drop };
    const at = { number: native.random(16), rev: 0, seen: NOBODY };
    const vaultKey = vaultItemKey(this.#p, this.#itemKey);
    const { entry, chunks } = writePage(this.#p, { ...writer, vaultKey }, at, 0, bytes);
    return { entry, chunks: [...chunks] };
  }

  entry(item: TestItem, body: EntryBody, chunks = 0, number = native.random(16)): Entry {
    const keys = { contentSeed: this.#contentSeed, deviceSeed: this.#deviceSeed, itemKey: this.#itemKey };
    const at = { drop: item.drop, gen: 0, rev: 0, number, seen: NOBODY, chunks };
    return writeEntry(this.#p, { ...keys, ...at, body });
  }
}
