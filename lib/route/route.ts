import type { Primitives } from '../crypto/primitives.ts';
import type { LogRoot } from '../protocol/identity.ts';
import type { SignedNetwork } from '../protocol/network.ts';
import { Book } from './book.ts';
import type { Carrier } from './carrier.ts';
import { Clock } from './clock.ts';
import { Entries } from './entries.ts';
import { NotInNetworkError } from './errors.ts';
import { Gate } from './gate.ts';
import { Kept, type RouteStorage, type Stopped } from './state.ts';
import type { Travel } from './travel.ts';

/** Operators of entry, exit and server by their stages, and the command that went there. */
export type Passed = NonNullable<Travel['passed']>;

export interface RouteParts {
  readonly primitives: Primitives;
  readonly carrier: Carrier;
  readonly storage: RouteStorage;
  /** Milliseconds since 1970 by this machine's clock. */
  now(): number;
  random(n: number): Uint8Array;
  /** Waits; by default with setTimeout. */
  sleep?(ms: number): Promise<void>;
  /** Hears of each way that brought an answer, for the status page. */
  readonly passed?: Passed;
  /** Questions under way at once to one server (default 4). */
  readonly atOnce?: number;
  /** The longest random wait before a gentle question in ms (default 3,000). */
  readonly gentle?: number;
  /** Operator whose relay is in use, if any; asked at each question. */
  relay?(): string | null;
}

/** How a local service asks servers: through two hops, with what it knows of the network. Ask with `ask` (ask.ts). */
export class Route {
  readonly book: Book;
  readonly gate: Gate;
  readonly travel: Travel;
  readonly #kept: Kept;
  readonly #clock: Clock;

  private constructor(parts: RouteParts, kept: Kept) {
    const { primitives: p, carrier, now, random } = parts;
    this.#kept = kept;
    this.#clock = new Clock(now, kept.state?.offsets);
    const entries = new Entries({ kept, now, random, relay: () => parts.relay?.() ?? null });
    this.travel = {
      p,
      carrier,
      clock: this.#clock,
      random,
      guards: () => entries.list(),
      guardFailed: (server) => entries.failed(server),
      ...(parts.passed === undefined ? {} : { passed: parts.passed }),
    };
    this.book = new Book(this.travel, entries, kept);
    const sleep = parts.sleep ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
    this.gate = new Gate({ atOnce: parts.atOnce ?? 4, gentle: parts.gentle ?? 3_000, random, sleep });
  }

  /** Opens the route with what the storage has. */
  static async open(parts: RouteParts): Promise<Route> {
    return new Route(parts, await Kept.open(parts.storage));
  }

  /**
   * Joins a network by its file (or files, oldest first, where the pinned authority has changed since); `authority` is
   * base64url, from the invitation or the program. Nothing is fetched yet. NetworkFileError.
   */
  join(network: unknown, authority: string): Promise<void> {
    return this.book.join(Array.isArray(network) ? network : [network], authority);
  }

  /** Fetches the bundle of the day; `ask` does so by itself when it must. Errors as Book.refresh. */
  refresh(): Promise<void> {
    return this.book.refresh();
  }

  /** Holds a root from a letter or a listing against the one known. LogError where they are not one log. */
  heardRoot(root: LogRoot): Promise<void> {
    return this.book.heardRoot(root);
  }

  /** The newest network file accepted; throws NotInNetworkError before the first was joined. */
  network(): SignedNetwork {
    if (this.#kept.state === null) throw new NotInNetworkError('no network was joined');
    return this.#kept.state.network;
  }

  /** The authority pinned when joining, base64url: what the fingerprint is made of. */
  authority(): string {
    if (this.#kept.state === null) throw new NotInNetworkError('no network was joined');
    return this.#kept.state.authority;
  }

  /** The newest root of the ID server's log accepted, for letters; null before the first. */
  root(): LogRoot | null {
    return this.#kept.state?.root ?? null;
  }

  /** Why nothing is written any more; null where all is well. */
  stopped(): Stopped | null {
    return this.#kept.state?.stopped ?? null;
  }

  /** The person was told and wants to go on. */
  async goOn(): Promise<void> {
    await this.#kept.change((state) => {
      if (state === null) throw new NotInNetworkError('no network was joined');
      return { ...state, stopped: null };
    });
  }

  /** Milliseconds since 1970 by the corrected clock. */
  now(): number {
    return this.#clock.now();
  }

  /** Keeps what was learned of clocks, where that changed. */
  async keepClock(): Promise<void> {
    const offsets = this.#clock.differing();
    if (this.#kept.state === null || sameOffsets(offsets, this.#kept.state.offsets)) return;
    await this.#kept.change((state) => ({ ...(state ?? this.#never()), offsets }));
  }

  #never(): never {
    throw new NotInNetworkError('no network was joined');
  }
}

function sameOffsets(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
