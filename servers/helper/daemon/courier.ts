import { fromHex, hex } from '../../../lib/bytes.ts';
import { type Address, readAddress } from './address.ts';
import type { Parcel, Way } from './store/outgoing.ts';
import type { Store } from './store.ts';
import { type Answer, BATCH, type Question } from './wire.ts';

/** Brings letters to Friends' helpers and fetches what they keep, each way by itself and tried again for ever. */
export interface Courier {
  /** There is something for the way: try now. */
  kick(way: Way): void;
  /** Ask the Friend's helper what it keeps, too. */
  fetch(way: Way): void;
  /** The Friend's helper is there. */
  kickPeer(peer: string): void;
  /** The network came back, or the daemon has just started: all that waits is tried now. */
  kickAll(): void;
  stop(): void;
}

/** What a courier is made of. */
export interface CourierParts {
  store: Store;
  /** Asks the helper at addresses of one peer; rejects where it is not there. */
  ask(addresses: readonly Address[], question: Question): Promise<Answer>;
  onCustody(way: Way, parcel: Parcel): void;
  /** A client got something new. */
  onLetters(slot: string): void;
  /** Something went wrong that is no matter of the network. */
  onFault(error: unknown): void;
  later(work: () => void, ms: number): () => void;
}

interface Road extends Way {
  /** Whether the Friend's helper is to be asked what it keeps. */
  fetch: boolean;
  busy: boolean;
  /** Something came while busy. */
  again: boolean;
  delay: number;
  cancel(): void;
}

const FIRST_DELAY = 10_000;
const LONGEST_DELAY = 600_000;
const AT_ONCE = 16;
const PAGES = 100;

/** Makes a courier; it does nothing until it is told of something. */
export function makeCourier(parts: CourierParts): Courier {
  const roads = new Map<string, Road>();
  const queue: Road[] = [];
  let busy = 0;
  let stopped = false;

  const roadOf = ({ slot, device }: Way): Road => {
    const key = `${slot} ${device}`;
    const known = roads.get(key);
    if (known !== undefined) return known;
    const road = {
      slot,
      device,
      fetch: false,
      busy: false,
      again: false,
      delay: FIRST_DELAY,
      cancel: () => undefined,
    };
    roads.set(key, road);
    return road;
  };
  const go = (road: Road): void => {
    if (stopped) return;
    road.cancel();
    if (road.busy) {
      road.again = true;
      return;
    }
    road.busy = true;
    queue.push(road);
    next();
  };
  const next = (): void => {
    while (busy < AT_ONCE) {
      const road = queue.shift();
      if (road === undefined) return;
      busy += 1;
      void drive(road);
    }
  };
  const drive = async (road: Road): Promise<void> => {
    road.again = false;
    const done = await travel(parts, road).catch((error: unknown) => {
      parts.onFault(error);
      return false;
    });
    busy -= 1;
    road.busy = false;
    if (done) road.delay = FIRST_DELAY;
    if (done && road.again) go(road);
    else if (!done && !stopped) {
      road.cancel = parts.later(() => go(road), road.delay);
      road.delay = Math.min(road.delay * 2, LONGEST_DELAY);
      // what came meanwhile is tried once more at once: the Friend may just have come
      if (road.again) go(road);
    }
    next();
  };

  return {
    kick: (way) => go(roadOf(way)),
    fetch: (way) => {
      const road = roadOf(way);
      road.fetch = true;
      go(road);
    },
    kickPeer: (peer) => {
      for (const way of parts.store.friends.ways(peer)) {
        const road = roadOf(way);
        road.delay = FIRST_DELAY;
        go(road);
      }
    },
    kickAll: () => {
      const open = [...roads.values()].filter(({ fetch }) => fetch);
      for (const way of [...parts.store.outgoing.ways(), ...open]) {
        const road = roadOf(way);
        road.delay = FIRST_DELAY;
        go(road);
      }
    },
    stop: () => {
      stopped = true;
      for (const road of roads.values()) road.cancel();
    },
  };
}

/** One journey: fetch where it is due, then bring what waits. True when nothing is left to do. */
async function travel(parts: CourierParts, road: Road): Promise<boolean> {
  const waits = parts.store.outgoing.waiting(road, 1).length > 0;
  if (!waits && !road.fetch) return true;
  const peers = byPeer(addressesOf(parts.store, road));
  // whoever was unfriended: a Friend's addresses come with a fetch of their own
  if (peers.length === 0) {
    road.fetch = false;
    return true;
  }
  for (const addresses of peers) {
    if (await visit(parts, road, addresses)) return true;
  }
  return false;
}

async function visit(parts: CourierParts, road: Road, addresses: readonly Address[]): Promise<boolean> {
  if (road.fetch) {
    if (!(await fetchAll(parts, road, addresses))) return false;
    road.fetch = false;
  }
  return await bringAll(parts, road, addresses);
}

async function bringAll(parts: CourierParts, road: Road, addresses: readonly Address[]): Promise<boolean> {
  for (;;) {
    const parcels = parts.store.outgoing.waiting(road, BATCH);
    if (parcels.length === 0) return true;
    const letters = parcels.map((one) => ({ ...one, log: fromHex(one.log) }));
    const answer = await tryAsk(parts, addresses, { is: 'deliver', slot: fromHex(road.device), letters });
    if (answer?.is !== 'custody') return false;
    const taken = parcels.slice(0, answer.letters);
    for (const parcel of taken) {
      parts.store.outgoing.markCustody(road, parcel);
      parts.onCustody(road, parcel);
    }
    if (taken.length < parcels.length) return false;
  }
}

async function fetchAll(parts: CourierParts, road: Road, addresses: readonly Address[]): Promise<boolean> {
  const peer = addresses[0]?.peer ?? '';
  let row = 0;
  for (let page = 0; page < PAGES; page++) {
    const ends = endsOf(parts.store, road);
    const question = {
      is: 'after',
      slot: fromHex(road.device),
      from: fromHex(road.slot),
      ends,
      row,
    } as const;
    const answer = await tryAsk(parts, addresses, question);
    // who was unfriended while this was under way brings nothing any more
    if (answer?.is !== 'letters' || !parts.store.friends.isFriend(road.slot, peer)) return false;
    const letters = answer.letters.map((one) => ({ ...one, log: hex(one.log) }));
    const { held, fresh } = parts.store.keep(road.slot, peer, letters);
    if (fresh > 0) parts.onLetters(road.slot);
    if (held < letters.length) return false;
    if (!answer.more || answer.row <= row) return true;
    row = answer.row;
  }
  return true;
}

async function tryAsk(
  parts: CourierParts,
  addresses: readonly Address[],
  question: Question,
): Promise<Answer | null> {
  return await parts.ask(addresses, question).catch(() => null);
}

function endsOf(store: Store, road: Road): { log: Uint8Array; number: number }[] {
  return [...store.friends.ends(road)]
    .slice(0, 64)
    .map(([log, number]) => ({ log: fromHex(log), number: store.incoming.endOf(road.slot, log, number) }));
}

/** What the newest contact says, before what the parcel was given. */
function addressesOf(store: Store, road: Road): Address[] {
  const texts = new Set([...store.friends.addresses(road), ...store.outgoing.addresses(road)]);
  return [...texts].flatMap((text) => {
    const read = readAddress(text);
    return read === null || read.slot !== road.device ? [] : [read];
  });
}

function byPeer(addresses: readonly Address[]): Address[][] {
  return [...Map.groupBy(addresses, ({ peer }) => peer).values()];
}
