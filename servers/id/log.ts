import * as v from 'valibot';
import { hex, same } from '../../lib/bytes.ts';
import { leafHash } from '../../lib/crypto/merkle.ts';
import { type MerkleTree, merkleTree } from '../../lib/crypto/merkletree.ts';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { signTagged } from '../../lib/crypto/tagged.ts';
import { decodeAs, encodeAs } from '../../lib/protocol/command.ts';
import { CommandError } from '../../lib/protocol/errors.ts';
import { type LogProof, LogRoot } from '../../lib/protocol/identity.ts';
import { bytes, key } from '../../lib/protocol/shapes.ts';
import type { Bus } from '../bus.ts';
import { Shelf, STREAMS } from './store.ts';

const Leaf = v.strictObject({
  kind: v.picklist(['card', 'epoch', 'users', 'bundle', 'network']),
  leaf: key,
  /** Of a card: the first 8 bytes of T("name", folded name). */
  name: v.optional(bytes(8)),
});
export type Leaf = v.InferOutput<typeof Leaf>;

/** The stored log does not lead to the root that was signed last: nothing may be signed before somebody has looked. */
export class LogMismatchError extends Error {
  override name = 'LogMismatchError';
}

/** The append-only log (wire 6, RFC 6962): its tree in memory, its leaves in a stream, and the newest signed root. */
export class Log {
  readonly #store: Bus;
  readonly #roots: Shelf<typeof LogRoot>;
  readonly #seed: Uint8Array;
  readonly #now: () => number;
  readonly #tree: MerkleTree = merkleTree(p);
  readonly #places = new Map<string, number>();
  readonly #names: { index: number; name: Uint8Array }[] = [];
  #root: LogRoot | null = null;
  #rootSeq = 0;
  #writing: Promise<unknown> = Promise.resolve();
  #signing: Promise<LogRoot> | null = null;

  private constructor(store: Bus, seed: Uint8Array, now: () => number) {
    this.#store = store;
    this.#roots = new Shelf(store, 'state', LogRoot);
    this.#seed = seed;
    this.#now = now;
  }

  /** Reads the log and builds its tree; `seed` is the ID server's identity. Throws LogMismatchError. */
  static async open(store: Bus, seed: Uint8Array, now: () => number): Promise<Log> {
    const log = new Log(store, seed, now);
    await log.#catchUp();
    const signed = await log.#roots.get('root');
    if (signed !== null) {
      const { size, root } = signed.value;
      if (size > log.size || !same(log.#tree.root(size), root))
        throw new LogMismatchError(
          `the log in the store is not the one whose root of size ${size} was signed`,
        );
      log.#root = signed.value;
      log.#rootSeq = signed.seq;
    }
    return log;
  }

  get size(): number {
    return this.#tree.size;
  }

  /** Whether a leaf stands in the log. */
  has(leaf: Uint8Array): boolean {
    return this.#places.has(hex(leaf));
  }

  /** Appends a leaf, once; resolves when it is stored. */
  append(leaf: Leaf): Promise<void> {
    const written = this.#writing.then(() => this.#write(leaf));
    this.#writing = written.catch(() => undefined);
    return written;
  }

  /** The newest root, signed in this minute, over everything that is in the log at the call. */
  async root(): Promise<LogRoot> {
    for (;;) {
      const newest = this.#root;
      if (newest !== null && newest.size === this.size && newest.minute === this.#minute()) return newest;
      // whoever comes while one is made waits for it, and makes another only where that came too early
      this.#signing ??= this.#sign().finally(() => {
        this.#signing = null;
      });
      await this.#signing;
    }
  }

  /** Where a leaf stands, proved under a fresh root; CommandError `absent` where it does not. */
  async proof(leaf: Uint8Array): Promise<LogProof> {
    const index = this.#places.get(hex(leaf));
    if (index === undefined) throw new CommandError('absent');
    const root = await this.root();
    return { index, path: this.#tree.inclusion(index, root.size), root };
  }

  /** The proof that the log of size `to` extends that of `from`; CommandError `absent` for sizes it never had. */
  consistency(from: number, to: number): Uint8Array[] {
    if (to > this.size || from > to) throw new CommandError('absent');
    return this.#tree.consistency(from, to);
  }

  /** Names of card leaves from an index on, at most `most`, and the index to go on from. */
  names(from: number, most: number): { names: { index: number; name: Uint8Array }[]; next: number } {
    let [low, high] = [0, this.#names.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#names[middle]?.index ?? 0) < from) low = middle + 1;
      else high = middle;
    }
    const names = this.#names.slice(low, low + most);
    const last = names.at(-1);
    const more = low + most < this.#names.length;
    return { names, next: more && last !== undefined ? last.index + 1 : Math.max(from, this.size) };
  }

  async #write(leaf: Leaf): Promise<void> {
    while (!this.has(leaf.leaf)) {
      try {
        await this.#store.streams.put(STREAMS.log.subject, encodeAs(Leaf, leaf), this.size);
        this.#take(leaf);
      } catch (error) {
        // it may have been stored all the same, or another process was first: what the stream says, holds
        const before = this.size;
        await this.#catchUp();
        if (this.size === before) throw error;
      }
    }
  }

  async #catchUp(): Promise<void> {
    for await (const one of this.#store.streams.read(STREAMS.log.name, STREAMS.log.subject, this.size + 1)) {
      if (one.seq !== this.size + 1)
        throw new LogMismatchError(`the log in the store lacks leaf ${this.size}`);
      this.#take(decodeAs(Leaf, one.payload));
    }
  }

  #take({ kind, leaf, name }: Leaf): void {
    const index = this.#tree.append(leafHash(p, leaf));
    this.#places.set(hex(leaf), index);
    if (kind === 'card' && name !== undefined) this.#names.push({ index, name });
  }

  // Kept before it is shown: a root that somebody has seen is never forgotten.
  async #sign(): Promise<LogRoot> {
    const [size, minute] = [this.size, this.#minute()];
    const root = this.#tree.root(size);
    const sig = signTagged(p, this.#seed, 'log root', size, root, minute);
    const signed: LogRoot = { size, root, minute, sig };
    try {
      this.#rootSeq = await this.#roots.put(['root'], signed, this.#rootSeq);
    } catch (error) {
      // kept all the same, or another process keeps roots: go on from what is there
      this.#rootSeq = (await this.#roots.get('root'))?.seq ?? 0;
      await this.#catchUp();
      throw error;
    }
    this.#root = signed;
    return signed;
  }

  #minute(): number {
    return Math.floor(this.#now() / 60_000);
  }
}
