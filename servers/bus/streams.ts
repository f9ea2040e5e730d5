import {
  consumerOpts,
  DiscardPolicy,
  headers,
  type MsgHdrs,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from 'nats';
import { fromUtf8, utf8 } from '../../lib/bytes.ts';
import { ConflictError, StoreError, StoreFullError } from './errors.ts';
import { type Link, plain } from './link.ts';
import { opening } from './opening.ts';

export interface StreamOptions {
  /** Name without dots, spaces, wildcards. */
  name: string;
  /** Subjects it keeps; wildcards allowed. */
  subjects: string[];
  /** How many messages a subject keeps (default 1: a value per subject; -1: all). */
  perSubject?: number;
  /** Messages older than this go, in ms. */
  maxAgeMs?: number;
  /** What does not fit is refused (StoreFullError), nothing is thrown out for it. */
  maxBytes?: number;
  /** Default file. Memory is lost with nats-server. */
  storage?: 'file' | 'memory';
  /** Copies in a cluster (default 1). */
  replicas?: number;
}

/** A message of a stream: its subject, number in the stream, payload, and time of arrival (ms, nats-server's clock). */
export interface Stored {
  subject: string;
  seq: number;
  payload: Uint8Array;
  at: number;
}

/** Reading and writing JetStream. Default timeout 5,000 ms; all throw the bus's errors beside those named. */
export interface Streams {
  /** Makes the stream, or changes it to these options where it is there. */
  ensure(options: StreamOptions): Promise<void>;
  /**
   * Stores a message, resolves with its seq after nats-server has it. With `expected` only if the subject's last
   * message has that seq (0: none), else ConflictError. StoreFullError where there is no room.
   */
  put(subject: string, payload: Uint8Array, expected?: number): Promise<number>;
  /** Newest message of a subject by Direct Get: fast, from any copy, may lag behind on a cluster; null for none. */
  last(stream: string, subject: string): Promise<Stored | null>;
  /** The same from the stream's leader: never older than an acknowledged put. */
  lastFromLeader(stream: string, subject: string): Promise<Stored | null>;
  /** The message of a number; null where it is gone. */
  get(stream: string, seq: number): Promise<Stored | null>;
  /** Messages in order from number `from` (default 1) on, up to the newest. */
  read(stream: string, subject?: string, from?: number): AsyncGenerator<Stored>;
  /** Removes all messages of a subject (wildcards allowed) and frees their space; how many. */
  purge(stream: string, subject: string): Promise<number>;
  /** Removes one message and overwrites it on disk; false where it was gone. */
  erase(stream: string, seq: number): Promise<boolean>;
  /** Messages, bytes and the last number of a stream; null where there is no such stream. */
  size(stream: string): Promise<{ messages: number; bytes: number; lastSeq: number } | null>;
  /** Subjects that have messages, with how many; the pattern may have wildcards. */
  subjects(stream: string, pattern: string): Promise<Map<string, number>>;
  /** Removes a stream with all it holds; false where there was none. */
  drop(stream: string): Promise<boolean>;
}

const TIMEOUT = 5_000;
const EMPTY = new Uint8Array(0);

// The API is asked directly (subjects of $JS.API, ADR-1 and ADR-31): the calls on the way of every read and write
// cost one request and no more.
export function makeStreams(link: Link): Streams {
  async function api(subject: string, body: unknown): Promise<Record<string, unknown>> {
    const payload = body === null ? EMPTY : utf8(JSON.stringify(body));
    const answer = await link.ask(
      (timeout) => link.nc.request(`$JS.API.${subject}`, payload, { timeout }),
      TIMEOUT,
    );
    return readAnswer(answer.data);
  }

  async function direct(subject: string, payload: Uint8Array): Promise<Stored | null> {
    const answer = await link.ask(
      (timeout) => link.nc.request(`$JS.API.DIRECT.GET.${subject}`, payload, { timeout }),
      TIMEOUT,
    );
    if (answer.headers?.code === 404) return null;
    if (answer.headers === undefined || answer.headers.code !== 0)
      throw new StoreError(answer.headers?.code ?? 0, 'direct get failed');
    return storedOf(answer.headers, plain(answer.data));
  }

  return {
    async ensure(options) {
      const config = streamConfig(options);
      await opening(async () => {
        try {
          await api(`STREAM.CREATE.${options.name}`, config);
        } catch (error) {
          if (!isCode(error, 10058)) throw error; // it is there with other options
          await api(`STREAM.UPDATE.${options.name}`, config);
        }
      });
    },

    async put(subject, payload, expected) {
      const extra = expected === undefined ? undefined : expecting(expected);
      const answer = await link.ask(
        (timeout) =>
          link.nc.request(subject, payload, extra === undefined ? { timeout } : { timeout, headers: extra }),
        TIMEOUT,
      );
      const { seq } = readAnswer(answer.data);
      if (typeof seq !== 'number') throw new StoreError(0, 'no stream answered');
      return seq;
    },

    last: (stream, subject) => direct(`${stream}.${subject}`, EMPTY),

    async lastFromLeader(stream, subject) {
      return message(() => api(`STREAM.MSG.GET.${stream}`, { last_by_subj: subject }));
    },

    async get(stream, seq) {
      return message(() => api(`STREAM.MSG.GET.${stream}`, { seq }));
    },

    async *read(stream, subject, from = 1) {
      yield* readInOrder(link, stream, subject, from);
    },

    async purge(stream, subject) {
      const { purged } = await api(`STREAM.PURGE.${stream}`, { filter: subject });
      return Number(purged);
    },

    async erase(stream, seq) {
      try {
        await api(`STREAM.MSG.DELETE.${stream}`, { seq });
        return true;
      } catch (error) {
        if (isCode(error, 10057, 10037, 10043)) return false;
        throw error;
      }
    },

    async size(stream) {
      const info = await found(() => api(`STREAM.INFO.${stream}`, null));
      if (info === null) return null;
      const state = record(info.state);
      return {
        messages: Number(state.messages),
        bytes: Number(state.bytes),
        lastSeq: Number(state.last_seq),
      };
    },

    async subjects(stream, pattern) {
      const out = new Map<string, number>();
      for (;;) {
        const info = await api(`STREAM.INFO.${stream}`, { subjects_filter: pattern, offset: out.size });
        const page = Object.entries(record(record(info.state).subjects ?? {}));
        for (const [subject, count] of page) out.set(subject, Number(count));
        if (page.length === 0 || out.size >= Number(info.total ?? 0)) return out;
      }
    },

    async drop(stream) {
      return (await found(() => api(`STREAM.DELETE.${stream}`, null))) !== null;
    },
  };
}

function streamConfig(options: StreamOptions): Partial<StreamConfig> {
  return {
    name: options.name,
    subjects: options.subjects,
    retention: RetentionPolicy.Limits,
    storage: options.storage === 'memory' ? StorageType.Memory : StorageType.File,
    discard: DiscardPolicy.New,
    max_msgs_per_subject: options.perSubject ?? 1,
    max_age: (options.maxAgeMs ?? 0) * 1_000_000,
    max_bytes: options.maxBytes ?? -1,
    num_replicas: options.replicas ?? 1,
    allow_direct: true,
    duplicate_window: 0,
  };
}

function expecting(seq: number): MsgHdrs {
  const out = headers();
  out.set('Nats-Expected-Last-Subject-Sequence', String(seq));
  return out;
}

/** Parses an answer of the JetStream API; throws what its `error` says. */
function readAnswer(data: Uint8Array): Record<string, unknown> {
  const answer = record(JSON.parse(fromUtf8(data)));
  if (answer.error === undefined) return answer;
  const error = record(answer.error);
  const code = Number(error.err_code ?? error.code ?? 0);
  const description = String(error.description ?? 'refused');
  if (code === 10071) throw new ConflictError('the subject has another last message');
  // no room in the account, the server, the stream, or on the disk
  if ([10002, 10023, 10028, 10047, 10077].includes(code)) throw new StoreFullError(description);
  throw new StoreError(code, description);
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new StoreError(0, 'not an answer of JetStream');
  return Object.fromEntries(Object.entries(value));
}

function isCode(error: unknown, ...codes: number[]): boolean {
  return error instanceof StoreError && codes.includes(error.code);
}

/** The result, or null where the stream (10059) or message (10037) does not exist. */
async function found<T>(call: () => Promise<T>): Promise<T | null> {
  try {
    return await call();
  } catch (error) {
    if (isCode(error, 10059, 10037)) return null;
    throw error;
  }
}

async function message(call: () => Promise<Record<string, unknown>>): Promise<Stored | null> {
  const answer = await found(call);
  if (answer === null) return null;
  const { subject, seq, data, time } = record(answer.message);
  return {
    subject: String(subject),
    seq: Number(seq),
    payload: plain(Buffer.from(typeof data === 'string' ? data : '', 'base64')),
    at: Date.parse(String(time)),
  };
}

function storedOf(head: MsgHdrs, payload: Uint8Array): Stored {
  return {
    subject: head.get('Nats-Subject'),
    seq: Number(head.get('Nats-Sequence')),
    payload,
    at: Date.parse(head.get('Nats-Time-Stamp')),
  };
}

async function* readInOrder(
  link: Link,
  stream: string,
  subject: string | undefined,
  from: number,
): AsyncGenerator<Stored> {
  const options = consumerOpts().orderedConsumer().bindStream(stream).startSequence(Math.max(1, from));
  const subscription = await link.nc.jetstream().subscribe(subject ?? '>', options);
  try {
    const { num_pending: pending, delivered } = await subscription.consumerInfo();
    if (pending + delivered.consumer_seq === 0) return;
    for await (const one of subscription) {
      yield {
        subject: one.subject,
        seq: one.seq,
        payload: plain(one.data),
        at: one.info.timestampNanos / 1e6,
      };
      if (one.info.pending === 0) return;
    }
  } finally {
    subscription.unsubscribe();
  }
}
