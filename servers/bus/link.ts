import { connect, Events, type NatsConnection, NatsError, nkeyAuthenticator } from 'nats';
import { utf8 } from '../../lib/bytes.ts';
import { BusClosedError, BusForbiddenError, BusTimeoutError, NoServerError } from './errors.ts';

export interface LinkOptions {
  /** URL of one nats-server, or several of a cluster separated by commas; tls:// insists on TLS. */
  url: string;
  /** NKey seed of the user ("SU…"), see nats/keys.ts. */
  nkey: string;
  /** Inbox prefix the account's rules allow this user, e.g. `_INBOX_north`. */
  inbox: string;
  /** Shown in nats-server's own list of connections: operator and role. */
  name: string;
  /** How long the first connection may take, in ms (default 5,000). Afterwards it reconnects for ever. */
  connectMs?: number;
  /** While the connection is away requests wait for it (default), or are refused at once with NoServerError. */
  whenAway?: 'wait' | 'refuse';
}

const AGAIN = 200;

/** Connects. Throws NoServerError where no nats-server answers in `connectMs`, BusForbiddenError for an unknown NKey. */
export async function openLink(options: LinkOptions): Promise<Link> {
  const end = performance.now() + (options.connectMs ?? 5_000);
  for (;;) {
    try {
      return await tryLink(options, Math.max(AGAIN, end - performance.now()));
    } catch (error) {
      if (error instanceof NoServerError) throw error;
      if (error instanceof NatsError && error.code === 'AUTHORIZATION_VIOLATION')
        throw new BusForbiddenError('the nats-server does not know this key', { cause: error });
      // a busy nats-server cuts off who is slow to say its key: that is no reason to give up
      if (refused(error) || performance.now() + AGAIN >= end)
        throw new NoServerError('no nats-server answers there', { cause: error });
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
    }
  }
}

/** Nobody listens there: known at once. */
function refused(error: unknown): boolean {
  return error instanceof NatsError && error.code === 'CONNECTION_REFUSED';
}

async function tryLink(options: LinkOptions, timeout: number): Promise<Link> {
  const nc = await connect({
    servers: options.url.split(','),
    authenticator: nkeyAuthenticator(utf8(options.nkey)),
    inboxPrefix: options.inbox,
    name: options.name,
    timeout,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 100,
    reconnectJitter: 200,
    ignoreAuthErrorAbort: true, // a nats-server that comes back may not have its users yet
    pingInterval: 10_000, // finds half-open connections in 20 s
    maxPingOut: 2,
    noAsyncTraces: true,
  });
  const link = new Link(nc, options);
  if (!link.insecure) return link;
  await nc.close();
  throw new NoServerError('the nats-server there does not speak TLS');
}

/** A connection that knows whether it stands, and turns what nats.js throws into the bus's errors. */
export class Link {
  readonly nc: NatsConnection;
  readonly #whenAway: 'wait' | 'refuse';
  readonly #asking = new Set<(error: Error) => void>();
  readonly #listeners = new Set<(connected: boolean) => void>();
  readonly #needsTls: boolean;
  #up = true;

  constructor(nc: NatsConnection, options: Pick<LinkOptions, 'url' | 'whenAway'>) {
    this.nc = nc;
    this.#whenAway = options.whenAway ?? 'wait';
    this.#needsTls = options.url.includes('tls://');
    void this.#follow();
  }

  /** nats.js speaks plainly to whoever answers at a tls:// address without asking for TLS; we do not. */
  get insecure(): boolean {
    return this.#needsTls && this.nc.info?.tls_required !== true;
  }

  get up(): boolean {
    return this.#up && !this.nc.isClosed();
  }

  onConnection(listener: (connected: boolean) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Sends a question and waits for its answer. A question whose connection breaks is given up at once
   * (BusTimeoutError: done or not, nobody knows); none is kept to be sent after its asker went away.
   */
  async ask<T>(send: (timeoutMs: number) => Promise<T>, timeoutMs: number): Promise<T> {
    if (this.nc.isClosed()) throw new BusClosedError('closed');
    if (!this.#up) await this.#back(timeoutMs);
    return new Promise<T>((resolve, reject) => {
      const lost = (error: Error): void => reject(error);
      this.#asking.add(lost);
      send(timeoutMs)
        .then(resolve, (error: unknown) => reject(toBusError(error)))
        .finally(() => this.#asking.delete(lost));
    });
  }

  /** Resolves when the work is over, or the connection is lost and with it whatever the work waits for. */
  async untilLost(work: () => Promise<unknown>): Promise<void> {
    if (!this.up) return;
    await new Promise<void>((resolve) => {
      const lost = (): void => resolve();
      this.#asking.add(lost);
      work()
        .catch(() => undefined)
        .finally(() => {
          this.#asking.delete(lost);
          resolve();
        });
    });
  }

  #back(timeoutMs: number): Promise<void> {
    if (this.#whenAway === 'refuse') throw new NoServerError('the nats-server is away');
    return new Promise((resolve, reject) => {
      const ended = this.onConnection((connected) => {
        if (!connected && !this.nc.isClosed()) return;
        clearTimeout(timer);
        ended();
        if (connected) resolve();
        else reject(new BusClosedError('closed'));
      });
      const timer = setTimeout(() => {
        ended();
        reject(new BusTimeoutError('the nats-server is away'));
      }, timeoutMs);
    });
  }

  async #follow(): Promise<void> {
    void this.nc.closed().then(() => this.#turn(false, new BusClosedError('closed')));
    for await (const status of this.nc.status()) {
      if (status.type === Events.Disconnect) this.#turn(false, new BusTimeoutError('the connection broke'));
      if (status.type !== Events.Reconnect) continue;
      if (this.insecure) await this.nc.close();
      else this.#turn(true, null);
    }
  }

  #turn(up: boolean, error: Error | null): void {
    this.#up = up;
    if (error !== null) for (const lost of this.#asking) lost(error);
    for (const listener of [...this.#listeners]) listener(up);
  }
}

/** The bus's error for one of nats.js; others as they are. */
export function toBusError(error: unknown): Error {
  if (!(error instanceof NatsError))
    return error instanceof Error ? error : new Error('failed', { cause: error });
  switch (error.code) {
    case '503':
      return new NoServerError('nobody serves this');
    case 'TIMEOUT':
      return new BusTimeoutError('no answer in time');
    case 'CONNECTION_CLOSED':
    case 'CONNECTION_DRAINING':
      return new BusClosedError('closed');
    case 'PERMISSIONS_VIOLATION':
      return new BusForbiddenError('not allowed there');
    default:
      return error;
  }
}

/** The same bytes as a plain Uint8Array: nats.js hands out Node's Buffer, whose slice() behaves otherwise. */
export function plain(data: Uint8Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.length);
}
