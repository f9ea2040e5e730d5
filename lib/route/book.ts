import { fromUtf8, same } from '../bytes.ts';
import { bundleHash, checkBundle, checkNetworkChain, NetworkFileError } from '../crypto/network.ts';
import { tagged } from '../crypto/tagged.ts';
import { logConsistency, logFind } from '../protocol/commands/id.ts';
import { CommandError } from '../protocol/errors.ts';
import type { LogProof, LogRoot } from '../protocol/identity.ts';
import {
  findServer,
  readSignedBundle,
  readSignedNetwork,
  type SignedBundle,
  type SignedNetwork,
} from '../protocol/network.ts';
import { CarrierError } from './carrier.ts';
import type { Entries } from './entries.ts';
import { LogError, NotInNetworkError, UnreachableError } from './errors.ts';
import { question } from './question.ts';
import { idServerOf, isInLog, takeRoot } from './roots.ts';
import type { Kept, RouteState } from './state.ts';
import type { Travel } from './travel.ts';
import { dayOf, type View, viewOf } from './view.ts';

const DAY = 86_400_000;
/** Between two fetchings beside the work, in ms: a door may be late with the day's bundle. */
const PAUSE = 10 * 60_000;

/**
 * The network book: the newest network file and the bundle of the day, each checked before it counts (wire 5): signatures,
 * never back, and the bundle's hash in the ID server's log, asked through the onion and held against the root we know, so
 * that nobody is given an envelope key, an epoch key or a network file of his own.
 */
export class Book {
  readonly #travel: Travel;
  readonly #entries: Entries;
  readonly #kept: Kept;
  #refreshing: Promise<void> | null = null;
  #triedAt = Number.NEGATIVE_INFINITY;
  #view: { of: SignedBundle; view: View } | null = null;

  constructor(travel: Travel, entries: Entries, kept: Kept) {
    this.#travel = travel;
    this.#entries = entries;
    this.#kept = kept;
  }

  /**
   * Joins a network: its file, with those before it where the pinned authority (base64url) has changed since, oldest
   * first. An expired one serves to fetch the newer. NetworkFileError; the network one is in is only joined again.
   */
  async join(chain: unknown[], authority: string): Promise<void> {
    const network = this.#checkJoined(chain, authority);
    await this.#kept.change((state) => {
      if (state === null) return firstState(authority, network);
      if (state.authority !== authority)
        throw new NetworkFileError('authority', 'another network was joined before');
      return state.network.file.number < network.file.number ? { ...state, network } : state;
    });
    await this.#entries.keepFor(network.file);
  }

  #checkJoined(chain: unknown[], authority: string): SignedNetwork {
    const { p, clock } = this.#travel;
    const known = this.#kept.state?.authority === authority ? this.#kept.state.network : null;
    const first = orMalformed(() => readSignedNetwork(chain[0]));
    if (known === null && first.file.authority !== authority)
      throw new NetworkFileError('authority', 'not the network whose authority is pinned');
    try {
      return checkNetworkChain(p, chain, known, clock.now());
    } catch (error) {
      // right in all else: good enough to find a door and the newer file behind it
      if (error instanceof NetworkFileError && error.reason === 'expired')
        return readSignedNetwork(chain.at(-1));
      throw error;
    }
  }

  /** Network and keys to ask with now; fetches the bundle where ours is too old. NetworkFileError `expired`, and as refresh. */
  async view(): Promise<View> {
    const state = this.#state();
    await this.#entries.keepFor(state.network.file);
    const day = dayOf(this.#travel.clock.now());
    const { bundle } = state;
    if (
      bundle === null ||
      this.#expired(state) ||
      (day !== bundle.bundle.day && day !== bundle.bundle.day + 1)
    )
      await this.refresh();
    // it has tomorrow's keys: the new one is fetched beside the work, and what goes wrong shows when it is needed
    else if (day > bundle.bundle.day && this.#triedAt + PAUSE <= this.#travel.clock.now())
      void this.refresh().catch(() => undefined);
    const now = this.#state();
    if (now.bundle === null || this.#expired(now))
      throw new NetworkFileError('expired', 'the network file has expired, and no door has a newer one');
    return this.#viewOf(now.bundle);
  }

  /** A newer view after `unreadable`; the one there is where none can be had now. LogError. */
  async renew(): Promise<View> {
    await this.refresh().catch((error: unknown) => {
      if (error instanceof LogError) throw error;
    });
    return this.view();
  }

  /**
   * Fetches the bundle from a guard's door and takes it when it holds. UnreachableError where no door or not the ID server
   * answers; NetworkFileError; LogError, after which writing stops.
   */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  /**
   * Holds a root somebody showed (a letter, a listing) against ours. LogError `forked` stops writing; `unsigned` is the
   * word of whoever showed it, and nobody can stop us with that. UnreachableError.
   */
  async heardRoot(root: LogRoot): Promise<void> {
    const view = await this.view();
    const known = this.#state().root;
    if (known !== null && known.size === root.size && same(known.root, root.root)) return;
    const taken = await this.#orStop(() => this.#takeRoot(view, root), ['forked']);
    await this.#change((state) => ({ ...state, root: newest(state.root, taken) }));
  }

  async #refresh(): Promise<void> {
    const { network } = this.#state();
    this.#triedAt = this.#travel.clock.now();
    await this.#entries.keepFor(network.file);
    let last: unknown = new NotInNetworkError('the network has no entry');
    for (const guard of this.#entries.list()) {
      const door = findServer(network.file, guard.server)?.operator.door;
      try {
        if (door !== undefined) return await this.#take(await this.#travel.carrier.get(door, '/v1/bundle'));
      } catch (error) {
        if (!(error instanceof CarrierError) && !(error instanceof NetworkFileError)) throw error;
        this.#entries.failed(guard.server);
        last =
          error instanceof CarrierError
            ? new UnreachableError('entry', error.fault, { cause: error })
            : error;
      }
    }
    throw last;
  }

  async #take(json: Uint8Array): Promise<void> {
    const { p, clock } = this.#travel;
    const state = this.#state();
    const parsed = orMalformed(() => JSON.parse(fromUtf8(json)));
    const { bundle } = orMalformed(() => readSignedBundle(parsed));
    const hash = bundleHash(p, bundle);
    if (state.bundle !== null && same(hash, bundleHash(p, state.bundle.bundle))) return;
    // our clock may be the one that is wrong: the three servers asked for the proof will have told us
    const checked = checkBundle(p, parsed, state.network, within(bundle.day, clock.now()));
    await this.#entries.keepFor(bundle.network.file);
    const { proof, root } = await this.#orStop(
      () => this.#proveLogged(viewOf(checked), hash),
      ['unlogged', 'forked', 'unsigned'],
    );
    checkBundle(p, parsed, state.network, clock.now());
    if (proof.index < state.bundleAt)
      throw new NetworkFileError('older', 'the bundle is older than the one known');
    await this.#change((now) => ({
      ...now,
      network: checked.bundle.network,
      bundle: checked,
      bundleAt: proof.index,
      root: newest(now.root, root),
      offsets: clock.differing(),
      stopped: now.stopped?.reason === 'unlogged' ? null : now.stopped,
    }));
  }

  async #proveLogged(view: View, hash: Uint8Array): Promise<{ proof: LogProof; root: LogRoot }> {
    const { p } = this.#travel;
    const leaf = tagged(p, 'log', 'bundle', new Uint8Array(16), hash);
    const to = { server: idServerOf(view.file), view, renew: async () => view };
    const proof = await question(this.#travel, to, { command: logFind, args: { leaf } }).catch(
      whenAbsent(() => new LogError('unlogged')),
    );
    const root = await this.#takeRoot(view, proof.root);
    if (!isInLog(p, leaf, proof)) throw new LogError('unlogged');
    return { proof, root };
  }

  #takeRoot(view: View, shown: LogRoot): Promise<LogRoot> {
    const to = { server: idServerOf(view.file), view, renew: async () => view };
    const known = this.#state().root;
    return takeRoot(this.#travel.p, view.file, known, shown, async (from, until) => {
      const args = { from, to: until };
      const answer = await question(this.#travel, to, { command: logConsistency, args }).catch(
        whenAbsent(() => new LogError('forked', known && { known, shown })),
      );
      return answer.path;
    });
  }

  /** A LogError of these reasons is kept, and nothing is written from then on. */
  async #orStop<T>(work: () => Promise<T>, reasons: LogError['reason'][]): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof LogError && reasons.includes(error.reason)) {
        const { reason, evidence } = error;
        const stopped = { reason, evidence, at: this.#travel.clock.now() };
        await this.#change((state) => ({ ...state, stopped: state.stopped ?? stopped }));
      }
      throw error;
    }
  }

  #viewOf(bundle: SignedBundle): View {
    if (this.#view?.of !== bundle) this.#view = { of: bundle, view: viewOf(bundle) };
    return this.#view.view;
  }

  #expired(state: RouteState): boolean {
    return this.#travel.clock.now() >= state.network.file.expires;
  }

  #state(): RouteState {
    if (this.#kept.state === null) throw new NotInNetworkError('no network was joined');
    return this.#kept.state;
  }

  #change(edit: (state: RouteState) => RouteState): Promise<void> {
    return this.#kept.change((state) => edit(state ?? this.#state()));
  }
}

/** What the ID server's refusals come to: `absent` as told here, the others are for another time. */
function whenAbsent(absent: () => LogError): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof CommandError)) throw error;
    if (error.code === 'absent') throw absent();
    throw new UnreachableError('server', error.code, { cause: error });
  };
}

function firstState(authority: string, network: SignedNetwork): RouteState {
  const none = { bundle: null, bundleAt: 0, root: null, guards: [], offsets: {}, stopped: null };
  return { authority, network, ...none };
}

/** A moment of this day: `now` where it is one. */
function within(day: number, now: number): number {
  return dayOf(now) === day ? now : day * DAY + DAY / 2;
}

function newest(a: LogRoot | null, b: LogRoot): LogRoot {
  return a !== null && a.size > b.size ? a : b;
}

function orMalformed<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new NetworkFileError('malformed', cause instanceof Error ? cause.message : 'malformed');
  }
}
