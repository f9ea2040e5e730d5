import type * as v from 'valibot';
import { decodeAs, encodeAs } from '../../lib/protocol/command.ts';
import type { Stored } from '../bus/streams.ts';
import type { Bus } from '../bus.ts';

/** The ID server's streams in the STORE account, with the subjects they keep. */
export const STREAMS = {
  /** The log, a message a leaf. */
  log: { name: 'ID_LOG', subject: 'st.id.log', perSubject: -1 },
  /** user id -> what is kept of a user. */
  users: { name: 'ID_USERS', subject: 'st.id.user.*', perSubject: 1 },
  /** keyed hash of a folded name -> whose it is. */
  names: { name: 'ID_NAMES', subject: 'st.id.name.*', perSubject: 1 },
  /** epoch -> its public key; `secret` is a stream of its own, so that nothing of it stays when it is erased. */
  epochs: { name: 'ID_EPOCHS', subject: 'st.id.epoch.*', perSubject: 1 },
  secrets: { name: 'ID_SECRETS', subject: 'st.id.secret.*', perSubject: 1 },
  /** epoch and user id -> what was issued. */
  issued: { name: 'ID_ISSUED', subject: 'st.id.issued.*.*', perSubject: 1 },
  /** epoch and nonce -> what it was spent on. */
  spent: { name: 'ID_SPENT', subject: 'st.id.spent.*.*', perSubject: 1 },
  /** server and day -> the key it handed in. */
  keys: { name: 'ID_KEYS', subject: 'st.id.key.*.*', perSubject: 1 },
  /** number -> report. */
  reports: { name: 'ID_REPORTS', subject: 'st.id.report.*', perSubject: 1 },
  /** user id -> since when. */
  bans: { name: 'ID_BANS', subject: 'st.id.ban.*', perSubject: 1 },
  /** The last signed root. */
  state: { name: 'ID_STATE', subject: 'st.id.state.*', perSubject: 1 },
} as const;
export type StreamName = keyof typeof STREAMS;

/** Makes the streams where they are not there yet. */
export async function openStreams(store: Bus): Promise<void> {
  for (const { name, subject, perSubject } of Object.values(STREAMS))
    await store.streams.ensure({ name, subjects: [subject], perSubject });
}

/** A value with the number by which the next write names it. */
export interface Kept<T> {
  readonly value: T;
  readonly seq: number;
}

/** Values of one shape, by key, each write acknowledged by JetStream before it returns. */
export class Shelf<const S extends v.GenericSchema> {
  readonly #store: Bus;
  readonly #stream: { name: string; subject: string };
  readonly #shape: S;

  constructor(store: Bus, stream: StreamName, shape: S) {
    this.#store = store;
    this.#stream = STREAMS[stream];
    this.#shape = shape;
  }

  /** The newest value, from the stream's leader; null for none. */
  async get(...key: string[]): Promise<Kept<v.InferOutput<S>> | null> {
    const found = await this.#store.streams.lastFromLeader(this.#stream.name, this.#subject(key));
    return found && { value: decodeAs(this.#shape, found.payload), seq: found.seq };
  }

  /**
   * Writes; with `expected` only if the newest value has that seq (0: there is none), else ConflictError: two
   * processes never overwrite each other unseen. Gives the new seq.
   */
  put(key: string[], value: v.InferInput<S>, expected?: number): Promise<number> {
    return this.#store.streams.put(this.#subject(key), encodeAs(this.#shape, value), expected);
  }

  /** Takes a value out and overwrites it on disk; nothing where there is none. */
  async erase(...key: string[]): Promise<void> {
    const found = await this.#store.streams.lastFromLeader(this.#stream.name, this.#subject(key));
    if (found !== null) await this.#store.streams.erase(this.#stream.name, found.seq);
  }

  /** Removes all values whose key begins so. */
  async purge(...beginning: string[]): Promise<void> {
    const wild = this.#stream.subject.split('.').slice(3 + beginning.length);
    await this.#store.streams.purge(
      this.#stream.name,
      ['st.id', this.#kind(), ...beginning, ...wild].join('.'),
    );
  }

  /** Everything there is, with its key. */
  async *all(): AsyncGenerator<{ key: string[]; value: v.InferOutput<S>; seq: number }> {
    for await (const one of this.#store.streams.read(this.#stream.name))
      yield { key: keyOf(one), value: decodeAs(this.#shape, one.payload), seq: one.seq };
  }

  #subject(key: string[]): string {
    return ['st.id', this.#kind(), ...key].join('.');
  }

  #kind(): string {
    return this.#stream.subject.split('.')[2] ?? '';
  }
}

function keyOf(stored: Stored): string[] {
  return stored.subject.split('.').slice(3);
}
