import { packBytes } from './base64.ts';
import { type Calls, callsOn } from './calls.ts';
import { type Carry, carryBy } from './carry.ts';
import { inbox } from './letters.ts';
import { type Answered, type Ask, HelperError, type RequestName, type Status } from './messages.ts';
import type { Port } from './port.ts';
import type { FriendDevice } from './shapes.ts';
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

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60_000;
const PATIENCE = 10_000;

/** Connects to the helper and stays connected, trying again with growing waits (1 s to 1 min) when the port ends. */
export function openHelper(parts: HelperParts): Helper {
  let calls: Calls | null = null;
  let greeted = false;
  let state = CONNECTING;
  let addresses: readonly string[] = [];
  let friends: readonly Device[] | null = null;
  const forgotten = new Map<string, number>();
  let wait = FIRST_WAIT;
  let port: Port | null = null;
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
    if (calls === null || !greeted) throw new HelperError('failed');
    return await calls.ask(name, args, patience);
  };
  const retry = (): void => {
    if (closed) return;
    cancel();
    cancel = parts.later(connect, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  };

  const connect = (): void => {
    cancel();
    let mine: Port;
    try {
      mine = parts.connect();
    } catch (error) {
      say(stateOf(error instanceof Error ? error.message : undefined));
      retry();
      return;
    }
    port = mine;
    greeted = false;
    const letters = inbox(parts.onLetter, (ids) => ask('taken', { ids }, PATIENCE));
    const end = (message: string | undefined): void => {
      if (port !== mine) return;
      port = null;
      letters.end();
      talk.end();
      calls = null;
      greeted = false;
      say(stateOf(message));
      retry();
    };
    const drop = (): void => {
      mine.disconnect();
      end(undefined);
    };
    const pushes = {
      letter: letters.letter,
      custody: ({ log, number }: { log: string; number: number }) => parts.onCustody?.(log, number),
      addresses: ({ list }: { list: string[] }) => move(list),
    };
    const talk = callsOn(mine, pushes, drop, parts.later);
    calls = talk;
    mine.onDisconnect.addListener((ended) => end(ended.error?.message ?? parts.lastError?.()));
    greet(talk).catch(drop);
  };

  const greet = async (talk: Calls): Promise<void> => {
    const hello = await talk.ask('hello', { version: parts.version, slot: parts.slot }, PATIENCE);
    greeted = true;
    wait = FIRST_WAIT;
    move(hello.addresses);
    say(CONNECTED);
    if (friends !== null) await talk.ask('friends', { list: friends.map(plain) }, PATIENCE);
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
      friends = list;
      await ask('friends', { list: list.map(plain) }, PATIENCE).catch(() => undefined);
    },
    state: () => state,
    status: () => ask('status', {}, PATIENCE).catch(() => null),
    again: () => {
      if (port !== null || closed) return;
      wait = FIRST_WAIT;
      connect();
    },
    close: () => {
      closed = true;
      cancel();
      const last = port;
      port = null;
      calls?.end();
      calls = null;
      last?.disconnect();
    },
  };
}

function plain({ addresses, ends }: Device): FriendDevice {
  return { addresses: addresses.slice(0, 16), ends: ends.slice(0, 64).map((end) => ({ ...end })) };
}
