import { concat, utf8 } from '../../lib/bytes.ts';
import type { Primitives } from '../../lib/crypto/primitives.ts';
import type { Bus } from '../bus.ts';
import { StoreValueError } from './bytesio.ts';
import {
  headSubject,
  itemSubject,
  type Place,
  pageSuffix,
  SHARDS,
  type StoreKeys,
  streamOf,
  subjectsOf,
} from './names.ts';

/** A value and its number in the stream, which the next put of it names. */
export interface Kept {
  readonly value: Uint8Array;
  readonly seq: number;
}

/**
 * Items in JetStream: heads, pages and chunks in 64 streams. Heads and pages are sealed under the operator's key, chunks are
 * sealed by their authors: who steals the disks learns sizes. Throws the bus's errors.
 */
export interface Store {
  /** Makes the streams; `maxBytes` limits each. */
  prepare(maxBytes?: number): Promise<void>;
  /** The head's newest value, from any copy of the stream, or from its leader; null where there is none. */
  head(place: Place, from: 'any' | 'leader'): Promise<Kept | null>;
  /** Puts a head over the one with number `over` (0: none); its number. ConflictError where another is there. */
  putHead(place: Place, value: Uint8Array, over: number): Promise<number>;
  page(place: Place, name: Uint8Array): Promise<Uint8Array>;
  putPage(place: Place, name: Uint8Array, page: Uint8Array): Promise<void>;
  chunk(place: Place, suffix: string): Promise<Uint8Array | null>;
  /** Puts a chunk where there is none; ConflictError where there is. */
  putChunk(place: Place, suffix: string, chunk: Uint8Array): Promise<void>;
  /** Frees the space of a subject under the item's; wildcards allowed. */
  purge(place: Place, suffix: string): Promise<void>;
  /** What is kept in a shard: for each item (its place's name) the rests of its subjects, `h` for its head. */
  contents(shard: number): Promise<Map<string, string[]>>;
}

export function openStore(p: Primitives, bus: Bus, keys: StoreKeys): Store {
  const { streams } = bus;

  // A key is used once: salt and subject are in it.
  function seal(subject: string, value: Uint8Array): Uint8Array {
    const salt = p.random(16);
    const aad = utf8(subject);
    return concat(salt, p.seal(p.hmac(keys.values, concat(salt, aad)), aad, value));
  }

  function open(subject: string, sealed: Uint8Array): Uint8Array {
    const aad = utf8(subject);
    const key = p.hmac(keys.values, concat(sealed.subarray(0, 16), aad));
    const value = p.open(key, aad, sealed.subarray(16));
    if (value === null) throw new StoreValueError('a value of another key or place');
    return value;
  }

  return {
    async prepare(maxBytes) {
      const all = Array.from({ length: SHARDS }, (_, shard) => shard);
      const limit = maxBytes === undefined ? {} : { maxBytes };
      for (let from = 0; from < SHARDS; from += 8)
        await Promise.all(
          all.slice(from, from + 8).map((shard) =>
            streams.ensure({
              name: streamOf(shard),
              subjects: [subjectsOf(shard)],
              perSubject: 1,
              ...limit,
            }),
          ),
        );
    },

    async head(place, from) {
      const subject = headSubject(place);
      const read = from === 'any' ? streams.last : streams.lastFromLeader;
      const found = await read(streamOf(place.shard), subject);
      return found && { value: open(subject, found.payload), seq: found.seq };
    },

    putHead(place, value, over) {
      const subject = headSubject(place);
      return streams.put(subject, seal(subject, value), over);
    },

    async page(place, name) {
      const subject = `${itemSubject(place)}.${pageSuffix(name)}`;
      const stream = streamOf(place.shard);
      const found = (await streams.last(stream, subject)) ?? (await streams.lastFromLeader(stream, subject));
      if (found === null) throw new StoreValueError('a page is missing');
      return open(subject, found.payload);
    },

    async putPage(place, name, page) {
      const subject = `${itemSubject(place)}.${pageSuffix(name)}`;
      await streams.put(subject, seal(subject, page));
    },

    async chunk(place, suffix) {
      const found = await streams.last(streamOf(place.shard), `${itemSubject(place)}.${suffix}`);
      return found?.payload ?? null;
    },

    async putChunk(place, suffix, chunk) {
      await streams.put(`${itemSubject(place)}.${suffix}`, chunk, 0);
    },

    async purge(place, suffix) {
      await streams.purge(streamOf(place.shard), `${itemSubject(place)}.${suffix}`);
    },

    async contents(shard) {
      const contents = new Map<string, string[]>();
      for (const subject of (await streams.subjects(streamOf(shard), subjectsOf(shard))).keys()) {
        const [, , name = '', ...rest] = subject.split('.');
        contents.set(name, [...(contents.get(name) ?? []), rest.join('.')]);
      }
      return contents;
    },
  };
}
