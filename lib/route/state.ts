import type { LogRoot } from '../protocol/identity.ts';
import type { SignedBundle, SignedNetwork } from '../protocol/network.ts';
import type { LogError } from './errors.ts';

/** An entry this user keeps: its server id (base64url), and since when (ms). */
export interface Guard {
  readonly server: string;
  readonly since: number;
}

/** Why nothing is written any more, kept over restarts until it is shown and lifted. */
export interface Stopped {
  readonly reason: LogError['reason'];
  readonly evidence: LogError['evidence'];
  readonly at: number;
}

/** All the route keeps between starts; plain values that IndexedDB can clone. */
export interface RouteState {
  /** Authority pinned when the network was joined: base64url. */
  readonly authority: string;
  /** The newest network file accepted. */
  readonly network: SignedNetwork;
  /** The newest bundle accepted; null right after joining. */
  readonly bundle: SignedBundle | null;
  /** Where that bundle stands in the ID server's log: a later one stands further on. */
  readonly bundleAt: number;
  /** The newest root of the ID server's log accepted. */
  readonly root: LogRoot | null;
  readonly guards: readonly Guard[];
  /** Milliseconds that servers' clocks are ahead of ours, by server id, where it is over five minutes. */
  readonly offsets: Readonly<Record<string, number>>;
  readonly stopped: Stopped | null;
}

/** Where the state is kept. */
export interface RouteStorage {
  /** Null before the first network was joined. */
  load(): Promise<RouteState | null>;
  save(state: RouteState): Promise<void>;
}

/** The state in hand: every change is in the storage before it counts. */
export class Kept {
  readonly #storage: RouteStorage;
  #state: RouteState | null;
  #last: Promise<void> = Promise.resolve();

  private constructor(storage: RouteStorage, state: RouteState | null) {
    this.#storage = storage;
    this.#state = state;
  }

  static async open(storage: RouteStorage): Promise<Kept> {
    return new Kept(storage, await storage.load());
  }

  get state(): RouteState | null {
    return this.#state;
  }

  /** Puts a changed state in force; changes are saved one after the other. Rejects where the storage does. */
  change(edit: (state: RouteState | null) => RouteState): Promise<void> {
    const next = this.#last.then(async () => {
      const state = edit(this.#state);
      await this.#storage.save(state);
      this.#state = state;
    });
    this.#last = next.catch(() => undefined);
    return next;
  }
}
