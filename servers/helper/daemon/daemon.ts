import type { Server, Socket } from 'node:net';
import type { Status } from '../../../lib/native/messages.ts';
import packageFile from '../../../package.json' with { type: 'json' };
import type { HelperConfig } from '../config.ts';
import type { Home } from '../home.ts';
import { answerPeer } from './answers.ts';
import { serveControl } from './control.ts';
import { type Courier, makeCourier } from './courier.ts';
import { makeCustody } from './custody.ts';
import { openDoor } from './door.ts';
import type { Log } from './log.ts';
import { type Network, openNetwork } from './network.ts';
import { requestsOn } from './requests.ts';
import { openSessions, type Sessions } from './sessions.ts';
import { type Caller, openSocket } from './socket.ts';
import { openLetters, type Store } from './store.ts';

/** What a daemon is made of. */
export interface DaemonParts {
  home: Home;
  config: HelperConfig;
  log: Log;
  /** Somebody said `peerwall helper stop`. */
  end(): void;
}

/** A daemon that runs. */
export interface Daemon {
  stop(): Promise<void>;
}

/** How often addresses, port and key are looked at, in ms. */
const PACE = 15_000;

/** Starts all of the helper: store, node, courier, socket. The socket opens last: who can connect finds everything there. */
export async function startHelper(parts: DaemonParts): Promise<Daemon> {
  const { home, config, log } = parts;
  const store = openLetters(home.store);
  const custody = makeCustody(later);
  const door = openDoor();
  const onFault = (error: unknown): void => log('fault', {}, error);
  const sessions = openSessions((slot, after, most) => store.incoming.waiting(slot, after, most));
  let courier: Courier | null = null;
  const network = await openNetwork({
    home,
    config,
    log,
    mayCome: (peer) => store.friends.knows(peer),
    answer: (peer, question) => {
      try {
        return answerPeer(store, peer, question, sessions.letters);
      } catch (error) {
        onFault(error);
        throw error;
      }
    },
    onPeer: (peer) => courier?.kickPeer(peer),
  });
  const made = makeCourier({
    store,
    ask: network.ask,
    onCustody: ({ slot }, { log: of, number }) => {
      if (store.outgoing.custody(slot, of, number) !== true) return;
      if (!custody.taken(slot, of, number)) sessions.push(slot, 'custody', { log: of, number });
    },
    onLetters: sessions.letters,
    onFault,
    later,
  });
  courier = made;
  const status = (slot: string | null): Status => statusOf(store, network, slot);
  const requests = requestsOn({
    store,
    courier: made,
    custody,
    door,
    version: packageFile.version,
    addresses: network.addresses,
    status,
    onFault,
  });
  const move = (): void => {
    for (const slot of sessions.slots()) sessions.push(slot, 'addresses', { list: network.addresses(slot) });
    made.kickAll();
  };
  const onCaller = (socket: Socket, caller: Caller): void => {
    if (caller === 'client') sessions.add(socket, requests, log);
    else {
      const rotate = () => network.rotate().then(move);
      serveControl(socket, { status: () => status(null), stop: parts.end, rotate });
    }
  };
  for (const way of store.friends.ways()) made.fetch(way);
  made.kickAll();
  const stopLooking = keepLooking(network, move, onFault);
  const server = await openSocket(home, config.key, onCaller, () => log('client-refused'));
  log('started', { pid: process.pid });
  return {
    stop: async () => {
      stopLooking();
      await stopAll(server, sessions, made, network);
      await door.close();
      store.close();
    },
  };
}

async function stopAll(
  server: Server,
  sessions: Sessions,
  courier: Courier,
  network: Network,
): Promise<void> {
  server.close();
  sessions.end();
  courier.stop();
  await network.stop();
}

function later(work: () => void, ms: number): () => void {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
}

/** A machine that slept missed looks: what waits is tried at once, as when its addresses changed. */
function keepLooking(network: Network, move: () => void, onFault: (error: unknown) => void): () => void {
  let last = Date.now();
  let looking = false;
  const look = async (): Promise<void> => {
    const now = Date.now();
    const slept = now - last > 4 * PACE;
    last = now;
    if ((await network.look(now)) || slept) move();
  };
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    look()
      .catch(onFault)
      .finally(() => {
        looking = false;
      });
  }, PACE);
  return () => clearInterval(timer);
}

function statusOf(store: Store, network: Network, slot: string | null): Status {
  const { waiting, kept } = store.outgoing.count();
  return {
    version: packageFile.version,
    pid: process.pid,
    listening: network.listening(),
    addresses: network.addresses(slot ?? '').map((one) => (slot === null ? one.slice(1) : one)),
    waiting,
    kept,
    letters: store.incoming.count(),
    friends: store.friends.count(),
    online: network.online(),
    memory: process.memoryUsage.rss(),
  };
}
