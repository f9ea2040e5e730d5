import { headers, type NatsConnection, RequestStrategy, type Subscription } from 'nats';
import { type Bucket, type BucketOptions, openBucket } from './bus/buckets.ts';
import { BusClosedError, ServerFailedError } from './bus/errors.ts';
import { type Link, type LinkOptions, openLink, plain } from './bus/link.ts';
import { makeStreams, type Streams } from './bus/streams.ts';
import { Work } from './bus/work.ts';

// the header by which NATS micro services say that they failed (ADR-32)
const FAILED = 'Nats-Service-Error-Code';

/** What answers a question: gets its payload, gives the answer's. What it throws, the asker sees as ServerFailedError. */
export type Handler = (payload: Uint8Array) => Promise<Uint8Array>;

/** Something that was started on a bus and can be ended. */
export interface Stoppable {
  /** Takes no more; resolves when what had arrived is answered. */
  stop(): Promise<void>;
}

/** One connection to one account of a nats-server. Payloads are bytes; nothing is kept of them. */
export interface Bus {
  /**
   * Asks; resolves with the answer. `timeoutMs` default 5,000.
   * NoServerError at once where nobody serves the subject, BusTimeoutError, BusClosedError, BusForbiddenError, ServerFailedError.
   */
  request(subject: string, payload: Uint8Array, timeoutMs?: number): Promise<Uint8Array>;
  /** Asks all who answer, for `waitMs`; their answers in the order in which they came. NoServerError where nobody does. */
  askAll(subject: string, payload: Uint8Array, waitMs: number): Promise<Uint8Array[]>;
  /** Answers questions as a NATS micro service (ADR-32); processes with the same queue share them. */
  serve(subject: string, queue: string, handler: Handler): Promise<Stoppable>;
  /** Answers questions without announcing a service: between an operator's own processes. No queue: each process answers. */
  answer(subject: string, queue: string | null, handler: Handler): Promise<Stoppable>;
  /** Tells whoever listens; nobody may. Throws BusClosedError. */
  publish(subject: string, payload: Uint8Array): void;
  /** Hears what is published. */
  listen(subject: string, listener: (payload: Uint8Array, subject: string) => void): Promise<Stoppable>;
  /** JetStream streams; only on a STORE account. */
  readonly streams: Streams;
  /** A key-value bucket of the STORE account, made where it is not there yet. */
  bucket(name: string, options?: BucketOptions): Promise<Bucket>;
  /** Whether the connection stands at this moment. */
  connected(): boolean;
  /** Calls the listener after each loss (false) and return (true) of the connection. */
  onConnection(listener: (connected: boolean) => void): () => void;
  /** Resolves when the nats-server has taken everything sent so far. */
  flush(): Promise<void>;
  /** Ends the connection; services on it end first. */
  close(): Promise<void>;
}

/** Connects. Throws NoServerError where there is no nats-server in `connectMs`, BusForbiddenError for an unknown NKey. */
export async function connectBus(options: LinkOptions): Promise<Bus> {
  return new NatsBus(await openLink(options));
}

class NatsBus implements Bus {
  readonly streams: Streams;
  readonly #link: Link;
  readonly #nc: NatsConnection;

  constructor(link: Link) {
    this.#link = link;
    this.#nc = link.nc;
    this.streams = makeStreams(link);
  }

  async request(subject: string, payload: Uint8Array, timeoutMs = 5_000): Promise<Uint8Array> {
    const answer = await this.#link.ask(
      (timeout) => this.#nc.request(subject, payload, { timeout }),
      timeoutMs,
    );
    if (answer.headers?.has(FAILED)) throw new ServerFailedError('the server failed');
    return plain(answer.data);
  }

  async askAll(subject: string, payload: Uint8Array, waitMs: number): Promise<Uint8Array[]> {
    const options = { maxWait: waitMs, strategy: RequestStrategy.Timer };
    const answers = await this.#link.ask(() => this.#nc.requestMany(subject, payload, options), waitMs);
    const out: Uint8Array[] = [];
    for await (const answer of answers) out.push(plain(answer.data));
    return out;
  }

  async serve(subject: string, queue: string, handler: Handler): Promise<Stoppable> {
    const name = subject.replaceAll('.', '-');
    const service = await this.#nc.services.add({ name, version: '1.0.0', queue });
    const work = new Work();
    service.addEndpoint(name, {
      subject,
      queue,
      handler: (_error, message) =>
        work.add(async () => {
          try {
            message.respond(await handler(plain(message.data)));
          } catch {
            message.respondError(500, 'failed');
          }
        }),
    });
    await this.flush();
    return {
      stop: async () => {
        await this.#link.untilLost(() => service.stop());
        await work.done();
      },
    };
  }

  async answer(subject: string, queue: string | null, handler: Handler): Promise<Stoppable> {
    const failed = headers();
    failed.set(FAILED, '500');
    const work = new Work();
    const subscription = this.#nc.subscribe(subject, {
      ...(queue === null ? {} : { queue }),
      callback: (error, message) => {
        if (error !== null) return;
        work.add(async () => {
          try {
            message.respond(await handler(plain(message.data)));
          } catch {
            message.respond(undefined, { headers: failed });
          }
        });
      },
    });
    return this.#running(subscription, work);
  }

  publish(subject: string, payload: Uint8Array): void {
    if (this.#nc.isClosed()) throw new BusClosedError('closed');
    this.#nc.publish(subject, payload);
  }

  async listen(
    subject: string,
    listener: (payload: Uint8Array, subject: string) => void,
  ): Promise<Stoppable> {
    const subscription = this.#nc.subscribe(subject, {
      callback: (error, message) => {
        if (error === null) listener(plain(message.data), message.subject);
      },
    });
    return this.#running(subscription, new Work());
  }

  bucket(name: string, options: BucketOptions = {}): Promise<Bucket> {
    return openBucket(this.#link, name, options);
  }

  connected(): boolean {
    return this.#link.up;
  }

  onConnection(listener: (connected: boolean) => void): () => void {
    return this.#link.onConnection(listener);
  }

  async flush(): Promise<void> {
    if (this.#nc.isClosed()) throw new BusClosedError('closed');
    await this.#nc.flush();
  }

  async close(): Promise<void> {
    if (this.#nc.isClosed()) return;
    // drain hands over what is under way; without the server there is nobody to hand it to
    await this.#link.untilLost(() => this.#nc.drain());
    if (!this.#nc.isClosed()) await this.#nc.close();
  }

  async #running(subscription: Subscription, work: Work): Promise<Stoppable> {
    await this.flush();
    return {
      stop: async () => {
        await this.#link.untilLost(async () => subscription.isClosed() || subscription.drain());
        if (!subscription.isClosed()) subscription.unsubscribe();
        await work.done();
      },
    };
  }
}
