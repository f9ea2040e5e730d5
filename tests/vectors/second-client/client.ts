// Section 2 in use: asking servers through two hops.
import { randomBytes } from 'node:crypto';
import { NetworkBook, type Server } from './book.ts';
import { type Bytes, must } from './bytes.ts';
import { decode, encode } from './cbor.ts';
import { command, type Shape, shapeOf } from './document.ts';
import { CLASSES, type Question } from './envelope.ts';
import { FailedOnTheWay, openRoute, type Stop, sealRoute } from './onion.ts';

/** A server's own error word. */
export class ServerError extends Error {
  override name = 'ServerError';
  readonly code: string;

  constructor(asked: string, code: string, detail = '') {
    super(`${asked}: ${code} ${detail}`);
    this.code = code;
  }
}

interface Said {
  ok?: unknown;
  error?: string;
  clock?: number;
  detail?: string;
}

const answers: Shape<Said> = shapeOf('{ ok map } | { error text, clock? uint, detail? text(<=200) }');
const TRIES = 4;

export interface Asking {
  /** Smallest class of question and answer (default: what holds the question). */
  room?: 0 | 1 | 2 | 3;
}

/** A client of one network, for one user after the other: its book, its clock and its way to the servers. */
export class Client {
  readonly book: NetworkBook;
  readonly random = (n: number): Bytes => Uint8Array.from(randomBytes(n));
  readonly #clock: () => number;
  #offset = 0;

  constructor(networkFile: unknown, clock: () => number) {
    this.#clock = clock;
    this.book = new NetworkBook(networkFile, this.now());
  }

  /** Joins a network: its file checked, and the bundle of the day of one of its doors. `clock` in ms. Refused. */
  static async join(networkFile: unknown, clock: () => number = Date.now): Promise<Client> {
    const client = new Client(networkFile, clock);
    await client.refresh();
    return client;
  }

  now(): number {
    return this.#clock() + this.#offset;
  }

  minute(): number {
    return Math.floor(this.now() / 60_000);
  }

  /** Fetches the bundle of the day from a door, and checks it. */
  async refresh(): Promise<void> {
    const door = this.#one(this.book.doors);
    const response = await fetch(new URL('/v1/bundle', door));
    must(response.status === 200, 'no bundle');
    this.book.take(await response.json(), this.now());
  }

  /**
   * Asks a server. `args` gets the minute of the envelope's body, for words that are signed with it. The arguments and the
   * result are checked against the document. ServerError, FailedOnTheWay, Refused.
   */
  async ask<T>(
    id: Bytes,
    name: string,
    args: (minute: number) => object,
    result: Shape<T>,
    { room = 0 }: Asking = {},
  ): Promise<T> {
    for (let tried = 1; ; tried++) {
      try {
        return result.check(await this.#askOnce(this.book.server(id, this.now()), name, args, room));
      } catch (error) {
        if (tried === TRIES || !(await this.#helped(error))) throw error;
      }
    }
  }

  async #askOnce(
    server: Server,
    name: string,
    args: (minute: number) => object,
    room: number,
  ): Promise<unknown> {
    const form = command(name);
    const minute = this.minute();
    const question: Question = { c: name, t: minute, a: args(minute) };
    must(form.args(decode(encode(question.a))), `${name}: arguments of another form`);
    const content = await this.#through(server, question, Math.max(room, classOf(question)));
    const said = answers.check(decode(content));
    if (said.error === undefined) {
      must(form.result(said.ok), `${name}: a result of another form`);
      return said.ok;
    }
    must(form.errors.includes(said.error), `${name}: an error it has not: ${said.error}`);
    if (said.error === 'stale' && said.clock !== undefined) throw new FailedOnTheWay(0, 'stale', said.clock);
    throw new ServerError(name, said.error, said.detail);
  }

  /** Sends one question over an entry and an exit of two operators, neither of them the server's. */
  async #through(server: Server, question: Question, sizeClass: number): Promise<Bytes> {
    const now = this.now();
    const entry = this.#one(this.book.entrances(now).filter(({ operator }) => operator !== server.operator));
    const exits = this.book.servers('exit', now);
    const exit = this.#one(
      exits.filter(({ operator }) => operator !== server.operator && operator !== entry.operator),
    );
    const stop = ({ id, publicKey }: Server): Stop => ({
      id,
      publicKey,
      x1: this.random(32),
      kem: this.random(64),
    });
    const route = { server: stop(server), exit: stop(exit), entry: stop(entry) };
    const { envelope, asked } = sealRoute(route, sizeClass, question);
    const response = await fetch(new URL('/v1/envelope', entry.door), {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: Buffer.from(envelope),
    });
    must(response.status === 200, 'the door does not answer');
    return openRoute(asked, new Uint8Array(await response.arrayBuffer()));
  }

  /** What may be done about a failure before another try; false where nothing. */
  async #helped(error: unknown): Promise<boolean> {
    if (!(error instanceof FailedOnTheWay)) return false;
    if (error.failure === 'unreadable') await this.refresh();
    if (error.minute !== null) this.#offset = (error.minute + 0.5) * 60_000 - this.#clock();
    return true;
  }

  #one<T>(list: T[]): T {
    const [byte = 0] = this.random(1);
    const one = list[byte % list.length];
    must(one !== undefined, 'no server for the way');
    return one;
  }
}

/** The smallest class that holds a question with its X1. */
function classOf(question: Question): number {
  const size = encode({ ...question, v: 1, x: new Uint8Array(32) }).length + 4;
  const sizeClass = CLASSES.findIndex((one) => size <= one);
  must(sizeClass >= 0, 'too large a question');
  return sizeClass;
}
