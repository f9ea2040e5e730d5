// Section 5 in use: the network joined, its servers and their keys of the day.
import { type Bytes, base64url, fromBase64url, must } from './bytes.ts';
import {
  checkBundle,
  checkNetwork,
  type NetworkOperator,
  type SignedBundle,
  type SignedNetwork,
} from './network.ts';

/** A server to ask: its id, its key of the day, its operator. */
export interface Server {
  id: Bytes;
  publicKey: Bytes;
  operator: string;
}

/** A server that is an entry, with its door. */
export interface Entrance extends Server {
  door: string;
}

/** The network file and the bundle this client goes by. */
export class NetworkBook {
  #network: SignedNetwork;
  #bundle: SignedBundle | null = null;

  /** Pins the authority of a network file that came with an invitation. Refused. */
  constructor(networkFile: unknown, now: number) {
    this.#network = checkNetwork(networkFile, null, now);
  }

  get network(): SignedNetwork {
    return this.#network;
  }

  get #operators(): NetworkOperator[] {
    return this.#network.file.operators;
  }

  get doors(): string[] {
    return this.#operators.flatMap(({ door }) => door ?? []);
  }

  /** Takes what a door gave as the bundle of the day. Refused. */
  take(bundle: unknown, now: number): SignedBundle {
    this.#bundle = checkBundle(bundle, this.#network, now);
    this.#network = this.#bundle.bundle.network;
    return this.#bundle;
  }

  idServer(now: number): Server {
    const [server] = this.servers('id', now);
    must(server !== undefined, 'no ID server');
    return server;
  }

  /** All servers of a role that have a key for the day of `now`. */
  servers(role: string, now: number): Server[] {
    return this.#operators.flatMap((operator) => {
      const listed = operator.servers.find((one) => one.role === role);
      const publicKey = listed === undefined ? undefined : this.#keyOf(listed.key, now);
      if (listed === undefined || publicKey === undefined) return [];
      return { id: fromBase64url(listed.key), publicKey, operator: operator.id };
    });
  }

  entrances(now: number): Entrance[] {
    return this.servers('entry', now).flatMap((server) => {
      const { door } = this.#operators.find(({ id }) => id === server.operator) ?? {};
      return door === undefined ? [] : { ...server, door };
    });
  }

  /** The server of an id. Refused where the network has none with a key for today. */
  server(id: Bytes, now: number): Server {
    const roles = ['id', 'ad', 'content'].flatMap((role) => this.servers(role, now));
    const found = roles.find((one) => base64url(one.id) === base64url(id));
    must(found !== undefined, 'no such server');
    return found;
  }

  #keyOf(server: string, now: number): Bytes | undefined {
    const day = Math.floor(now / 86_400_000);
    const key = this.#bundle?.bundle.keys.find((one) => one.server === server && one.day === day);
    return key && fromBase64url(key.pk);
  }
}
