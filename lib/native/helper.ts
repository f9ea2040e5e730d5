import { packBytes } from './base64.ts';
import { type Calls, callsOn } from './calls.ts';
import { type Carry, carryBy } from './carry.ts';
import { type Inbox, inbox } from './letters.ts';
import { type Answered, type Ask, HelperError, type RequestName, type Status } from './messages.ts';
import type { Port } from './port.ts';
import { type FriendDevice, MOST_DEVICES } from './shapes.ts';
import { CONNECTED, CONNECTING, type HelperState, stateOf } from './state.ts';

/** What the extension side of the helper is made of. */
export interface HelperParts {
  /** `runtime.connectNative(HOST_NAME)`; may throw. */
  connect(): Port;
  /** The browser's word about the port that just ended: `runtime.lastError?.message` in Chromium. */
  lastError?(): string | undefined;
  /** 16 random bytes, hex: made once per device and kept. */
  slot: string;
  /** Version of the extension. */
  version: string;
  /** Resolves when the letter is in the database, or is nothing for it; only then the helper drops it. */
  onLetter(letter: Uint8Array): Promise<void>;
  onState(state: HelperState): void;
  /** A parcel that `deliver` gave false for was taken by the Friend's helper after all. */
  onCustody?(log: string, number: number): void;
  /** Addresses changed: Friends are to be told. */
  onAddresses?(addresses: readonly string[]): void;
  /** Calls `work` once, after so many milliseconds; the answer takes it back. */
  later(work: () => void, ms: number): () => void;
}

interface Parcel {
  to: readonly string[];
  log: string;
  number: number;
  letter: Uint8Array;
}

interface Device {
  addresses: readonly string[];
  ends: readonly { log: string; number: number }[];
}

/** The helper, as the local service uses it: its `Peers` and its `Carrier` (post, get throw CarryError) in one. */
export interface Helper extends Carry {
  addresses(): readonly string[];
  /** True when the Friend's helper took custody within `patience` ms. Never throws. */
  deliver(parcel: Parcel, patience: number): Promise<boolean>;
  forget(log: string, upTo: number): Promise<void>;
  friends(list: readonly Device[]): Promise<void>;
  state(): HelperState;
  /** For the status page; null while there is no helper. */
  status(): Promise<Status | null>;
  /** Tries at once, without waiting for the next try. */
  again(): void;
  /** Leaves the helper; it goes on by itself. */
  close(): void;
}

/** A port that has not ended, and what goes on over it. */
interface Link {
  port: Port;
  calls: Calls;
  letters: Inbox;
  /** The helper answered hello: it takes other requests. */
  greeted: boolean;
}

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60_000;
const PATIENCE = 10_000;

/** Connects to the helper and stays connected, trying again with growing waits (1 s to 1 min) when the port ends. */
export function openHelper(parts: HelperParts): Helper {
  let link: Link | null = null;
  let state = CONNECTING;
  let addresses: readonly string[] = [];
  let friends: readonly Device[] | null = null;
  const forgotten = new Map<string, number>();
  let wait = FIRST_WAIT;
  let cancel = (): void => undefined;
  let closed = false;

  const say = (next: HelperState): void => {
    if (next.is === state.is && next.reason === state.reason) return;
    state = next;
    parts.onState(next);
  };
  const move = (next: readonly string[]): void => {
    const changed = next.join() !== addresses.join();
    addresses = next;
    if (changed) parts.onAddresses?.(next);
  };
  const ask = async <N extends RequestName>(
    name: N,
    args: Ask<N>,
    patience: number,
  ): Promise<Answered<N>> => {
    if (link === null || !link.greeted) throw new HelperError('failed');
    return await link.calls.ask(name, args, patience);
  };
  const retry = (): void => {
    if (closed) return;
    cancel();
    cancel = parts.later(connect, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  };

  /** What was under way on the port is given up. */
  const leave = (): void => {
    link?.letters.end();
    link?.calls.end();
    link = null;
  };

  const connect = (): void => {
    cancel();
    let port: Port;
    try {
      port = parts.connect();
    } catch (error) {
      say(stateOf(error instanceof Error ? error.message : undefined));
      retry();
      return;
    }
    const letters = inbox(parts.onLetter, (ids) => ask('taken', { ids }, PATIENCE));
    const end = (message: string | undefined): void => {
      if (link?.port !== port) return;
      leave();
      say(stateOf(message));
      retry();
    };
    const drop = (): void => {
      port.disconnect();
      end(undefined);
    };
    const pushes = {
      letter: letters.letter,
      custody: ({ log, number }: { log: string; number: number }) => parts.onCustody?.(log, number),
      addresses: ({ list }: { list: string[] }) => move(list),
    };
    const calls = callsOn(port, pushes, drop, parts.later);
    const fresh: Link = { port, calls, letters, greeted: false };
    link = fresh;
    port.onDisconnect.addListener((ended) => end(ended.error?.message ?? parts.lastError?.()));
    greet(fresh).catch(drop);
  };

  const greet = async (fresh: Link): Promise<void> => {
    const { calls } = fresh;
    const hello = await calls.ask('hello', { version: parts.version, slot: parts.slot }, PATIENCE);
    if (link !== fresh) return;
    fresh.greeted = true;
    wait = FIRST_WAIT;
    move(hello.addresses);
    say(CONNECTED);
    if (friends !== null) await calls.ask('friends', { list: friends.map(plain) }, PATIENCE);
    for (const [log, upTo] of [...forgotten]) await passForgotten(log, upTo);
  };
  const passForgotten = async (log: string, upTo: number): Promise<void> => {
    await ask('forget', { log, upTo }, PATIENCE);
    if (forgotten.get(log) === upTo) forgotten.delete(log);
  };

  connect();
  return {
    ...carryBy(ask),
    addresses: () => addresses,
    deliver: async (parcel, patience) => {
      const args = {
        ...parcel,
        to: parcel.to.slice(0, 16),
        letter: packBytes(parcel.letter),
        patience: Math.min(patience, 60_000),
      };
      const answer = await ask('deliver', args, patience + 2000).catch(() => ({ custody: false }));
      return answer.custody;
    },
    forget: async (log, upTo) => {
      forgotten.set(log, Math.max(upTo, forgotten.get(log) ?? 0));
      await passForgotten(log, upTo).catch(() => undefined);
    },
    friends: async (list) => {
      // what the helper would refuse as a whole is cut
      friends = list.slice(0, MOST_DEVICES);
      await ask('friends', { list: friends.map(plain) }, PATIENCE).catch(() => undefined);
    },
    state: () => state,
    status: () => ask('status', {}, PATIENCE).catch(() => null),
    again: () => {
      if (link !== null || closed) return;
      wait = FIRST_WAIT;
      connect();
    },
    close: () => {
      closed = true;
      cancel();
      const last = link?.port;
      leave();
      last?.disconnect();
    },
  };
}

function plain({ addresses, ends }: Device): FriendDevice {
  return { addresses: addresses.slice(0, 16), ends: ends.slice(0, 64).map((end) => ({ ...end })) };
}
