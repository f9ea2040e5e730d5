import { base64url, concat, hex } from '../lib/bytes.ts';
import { keyIdOf } from '../lib/crypto/header.ts';
import { signServerKey } from '../lib/crypto/network.ts';
import type { Primitives } from '../lib/crypto/primitives.ts';
import { derive } from '../lib/crypto/tagged.ts';
import type { KeyPublication } from '../lib/protocol/network.ts';
import type { Bucket } from './bus/buckets.ts';
import { ConflictError } from './bus/errors.ts';

const DAY = 86_400_000;
const AROUND = 5 * 60_000; // a key opens from five minutes before its day to five minutes after (wire 5)
const LOOK_MS = 1_000;

/** Name of the STORE bucket that holds the keys. */
export const KEYS_BUCKET = 'serverkeys';

/** One server's X-Wing keys by day (wire 2 and 5). */
export interface ServerKeys {
  /** Seed and public key that belong to an envelope's keyId (8 bytes); null where it is not one of ours, or not now. */
  find(keyId: Uint8Array): { seed: Uint8Array; publicKey: Uint8Array } | null;
  /** Today's and tomorrow's, as they stand in the bundle of the day. */
  publications(): KeyPublication[];
  /** Calls the listener when publications() has changed (a new day, lost keys); the returned function ends that. */
  onChange(listener: () => void): () => void;
}

export interface ServerKeysOptions {
  p: Primitives;
  /** The bucket KEYS_BUCKET; processes of one server find each other's keys there. */
  bucket: Bucket;
  /** Identity seed (32) of the server. */
  serverKey: Uint8Array;
  now(): number;
  random(n: number): Uint8Array;
}

interface DayKey {
  day: number;
  keyId: string;
  seed: Uint8Array;
  publicKey: Uint8Array;
  publication: KeyPublication;
}

/** Makes or finds the keys of today and tomorrow; throws the bus's errors where the store does not answer. */
export async function openServerKeys(options: ServerKeysOptions): Promise<HeldServerKeys> {
  const keys = new HeldServerKeys(options);
  await keys.refresh();
  keys.start();
  return keys;
}

/** ServerKeys kept in the operator's store and in memory, each until five minutes after its day. */
export class HeldServerKeys implements ServerKeys {
  readonly #options: ServerKeysOptions;
  readonly #name: string;
  readonly #listeners = new Set<() => void>();
  #held = new Map<number, DayKey>();
  #done = '';
  #timer: NodeJS.Timeout | null = null;
  #refreshing: Promise<void> = Promise.resolve();

  constructor(options: ServerKeysOptions) {
    this.#options = options;
    this.#name = base64url(options.p.signKey(options.serverKey));
  }

  find(keyId: Uint8Array): { seed: Uint8Array; publicKey: Uint8Array } | null {
    const name = hex(keyId);
    const days = this.#days();
    for (const key of this.#held.values()) if (key.keyId === name && days.includes(key.day)) return key;
    return null;
  }

  publications(): KeyPublication[] {
    const today = this.#today();
    return [today, today + 1].flatMap((day) => this.#held.get(day)?.publication ?? []);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Looks every second whether the day has turned; a store that is away is asked again. */
  start(): void {
    this.#timer ??= setInterval(() => {
      if (this.#done !== this.#due()) void this.refresh().catch(() => undefined);
    }, LOOK_MS).unref();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Brings keys and store to what the clock says: makes what is missing, deletes what is over. */
  refresh(): Promise<void> {
    const next = this.#refreshing.catch(() => undefined).then(() => this.#refresh());
    this.#refreshing = next;
    return next;
  }

  async #refresh(): Promise<void> {
    const due = this.#due();
    const today = this.#today();
    const held = new Map<number, DayKey>();
    for (const day of new Set([...this.#days(), today, today + 1])) {
      const key = day < today ? await this.#load(day) : await this.#loadOrMake(day);
      if (key !== null) held.set(day, key);
    }
    for (const [day, key] of this.#held) if (!held.has(day)) key.seed.fill(0);
    const before = JSON.stringify(this.publications());
    this.#held = held;
    await this.#eraseOthers();
    this.#done = due;
    if (JSON.stringify(this.publications()) !== before)
      for (const listener of [...this.#listeners]) listener();
  }

  #today(): number {
    return Math.floor(this.#options.now() / DAY);
  }

  /** Days whose keys open at this moment. */
  #days(): number[] {
    const now = this.#options.now();
    const [first, last] = [Math.floor((now - AROUND) / DAY), Math.floor((now + AROUND) / DAY)];
    return first === last ? [first] : [first, last];
  }

  /** Changes whenever there is something to do. */
  #due(): string {
    return `${this.#today()} ${this.#days()}`;
  }

  async #loadOrMake(day: number): Promise<DayKey> {
    const { bucket, random } = this.#options;
    const found = await this.#load(day);
    if (found !== null) return found;
    // where the store lost it, the one in the bundle goes on
    const seed = this.#held.get(day)?.seed ?? random(32);
    try {
      await bucket.create(this.#slot(day), this.#seal(day, seed));
      return this.#keyOf(day, seed);
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      // another process of this server was faster
      return (await this.#load(day)) ?? this.#loadOrMake(day);
    }
  }

  async #load(day: number): Promise<DayKey | null> {
    const { bucket } = this.#options;
    const stored = await bucket.get(this.#slot(day));
    if (stored === null) return null;
    const seed = this.#open(day, stored.value);
    if (seed !== null) return this.#keyOf(day, seed);
    // of another identity, or spoiled: of no use to anybody
    await bucket.erase(this.#slot(day));
    return null;
  }

  async #eraseOthers(): Promise<void> {
    const { bucket } = this.#options;
    for (const slot of await bucket.keys(`${this.#name}.*`)) {
      if (!this.#held.has(Number(slot.split('.')[1]))) await bucket.erase(slot);
    }
  }

  #slot(day: number): string {
    return `${this.#name}.${day}`;
  }

  #keyOf(day: number, seed: Uint8Array): DayKey {
    const { p, serverKey } = this.#options;
    const before = this.#held.get(day);
    if (before !== undefined && hex(before.seed) === hex(seed)) return before;
    const publicKey = p.kem.publicKey(seed);
    const publication = signServerKey(p, serverKey, day, publicKey);
    return { day, keyId: hex(keyIdOf(p, publicKey)), seed, publicKey, publication };
  }

  // Who steals the store alone has none of the keys: they are sealed under the server's identity.
  #seal(day: number, seed: Uint8Array): Uint8Array {
    const { p, random } = this.#options;
    const salt = random(32);
    return concat(salt, p.seal(this.#wrap(salt, day), new Uint8Array(0), seed));
  }

  #open(day: number, stored: Uint8Array): Uint8Array | null {
    return this.#options.p.open(
      this.#wrap(stored.subarray(0, 32), day),
      new Uint8Array(0),
      stored.subarray(32),
    );
  }

  #wrap(salt: Uint8Array, day: number): Uint8Array {
    return derive(this.#options.p, 'server key at rest', this.#options.serverKey, salt, 32, day);
  }
}
