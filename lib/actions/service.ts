import type { Group } from '../crypto/ristretto.ts';
import type { ClientPrimitives } from '../crypto/xchacha.ts';
import type { Db } from '../db/schema.ts';
import type { Route } from '../route/route.ts';

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

/** Delivery from machine to machine; without it all letters go through mailboxes. */
export interface Peers {
  /** Gives a sealed letter to the helper of a device's owner; false where it took no custody. */
  deliver(device: Uint8Array, letter: Uint8Array): Promise<boolean>;
}

/** What a local service is made of, from outside. */
export interface Parts {
  p: ClientPrimitives;
  /** ristretto255, for credentials. */
  group: Group;
  db: Db;
  route: Route;
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
