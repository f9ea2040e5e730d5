import type { Group } from '../crypto/ristretto.ts';
import type { ClientPrimitives } from '../crypto/xchacha.ts';
import type { Db } from '../db/schema.ts';
import type { Route } from '../route/route.ts';
import { Ways } from './peers/ways.ts';

/** A picture in one size, re-encoded: nothing of the camera, the place or the file is left in it. */
export interface Picture {
  type: 'image/webp' | 'image/jpeg' | 'image/png';
  width: number;
  height: number;
  bytes: Uint8Array;
}

/** Decodes and re-encodes pictures, out of the way of keys. Throws TypeError for what is no picture. */
export interface Pictures {
  /** The sizes a photo is kept in, largest first. */
  reencode(bytes: Uint8Array): Promise<Picture[]>;
}

/** A sealed letter on its way to one device of a Friend. */
export interface Parcel {
  /** Where that device's helper is reached: addresses of its contact (wire 8), best first. */
  to: readonly string[];
  /** The log it belongs to (hex, 16 bytes) and its number in it. */
  log: string;
  number: number;
  letter: Uint8Array;
}

/** A Friend's helper: its addresses, and how far each of the logs written at it was read here. */
export interface PeerFriend {
  addresses: readonly string[];
  ends: readonly { log: string; number: number }[];
}

/** Delivery from machine to machine, by the helper (DESIGN section 5); without it all letters go through mailboxes. */
export interface Peers {
  /** Addresses at which Friends reach this device through its helper, best first; none while it has none. */
  addresses(): readonly string[];
  /**
   * Gives a letter to the own helper. True when the Friend's helper took custody within `patience` ms; false where it did
   * not: the own helper keeps it and goes on trying until `forget`, and the mailbox is needed too. Never throws.
   */
  deliver(parcel: Parcel, patience: number): Promise<boolean>;
  /** The Friend's database has all letters of the log up to this number: the helper drops what it keeps of them. */
  forget(log: string, upTo: number): Promise<void>;
  /** Who may bring letters, and is asked what came after the ends named: once at the start, and when it changes. */
  friends(list: readonly PeerFriend[]): Promise<void>;
}

/** What a local service is made of, from outside. */
export interface Parts {
  p: ClientPrimitives;
  /** ristretto255, for credentials. */
  group: Group;
  db: Db;
  route: Route;
  /** Changes while the service runs: `usePeers`. */
  peers: Peers | null;
  pictures: Pictures;
  /** Milliseconds since 1970. */
  now(): number;
  /** n random bytes. */
  random(n: number): Uint8Array;
  /** Calls `work` once, after so many milliseconds; the answer takes it back. */
  later(work: () => void, ms: number): () => void;
}

/** A local service: what every action gets first. */
export interface Service extends Parts {
  /** Says that something waits in the outbox; whoever listens (`wakers`) runs it. */
  wake(): void;
  readonly wakers: Set<() => void>;
  /** What is known of the ways to Friends' helpers. */
  readonly ways: Ways;
  /** Does `work` when no other of that name is under way. */
  alone<T>(name: string, work: () => Promise<T>): Promise<T>;
}

/** Makes a local service of its parts. Starts nothing: `startLoop` does. */
export function makeService(parts: Parts): Service {
  const wakers = new Set<() => void>();
  const last = new Map<string, Promise<unknown>>();
  return {
    ...parts,
    wakers,
    ways: new Ways(),
    wake: () => {
      for (const waker of wakers) waker();
    },
    alone: async (name, work) => {
      const before = last.get(name) ?? Promise.resolve();
      const mine = before.then(work, work);
      last.set(
        name,
        mine.catch(() => undefined),
      );
      return await mine;
    },
  };
}
