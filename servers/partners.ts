import type { Primitives } from '../lib/crypto/primitives.ts';
import { findOperator, type SignedNetwork } from '../lib/protocol/network.ts';
import { NoServerError } from './bus/errors.ts';
import { type Bus, connectBus } from './bus.ts';
import { partnerUser } from './nats/keys.ts';

const CONNECT_MS = 2_000;
const REST_MS = 1_000;

export interface PartnersOptions {
  p: Primitives;
  /** Whose processes these are. */
  operator: string;
  operatorKey: Uint8Array;
  role: string;
  network(): SignedNetwork;
}

interface Connection {
  url: string;
  bus: Promise<Bus>;
}

/** Connections to other operators' nats-servers: one each, made when first needed, given up where the address changes. */
export class Partners {
  readonly #options: PartnersOptions;
  readonly #connections = new Map<string, Connection>();
  readonly #failed = new Map<string, number>();

  constructor(options: PartnersOptions) {
    this.#options = options;
  }

  /** See RoleContext.connectPartner. */
  async connect(operator: string): Promise<Bus> {
    const url = findOperator(this.#options.network().file, operator)?.nats;
    if (url === undefined) throw new NoServerError('no such operator in the network');
    const known = this.#connections.get(operator);
    if (known?.url === url) return known.bus;
    // who was away a moment ago is not waited for again
    if (performance.now() - (this.#failed.get(url) ?? Number.NEGATIVE_INFINITY) < REST_MS)
      throw new NoServerError('the operator’s nats-server does not answer');
    const bus = this.#open(url, operator);
    this.#connections.set(operator, { url, bus });
    void known?.bus.then((old) => old.close()).catch(() => undefined);
    return bus;
  }

  async close(): Promise<void> {
    const all = [...this.#connections.values()];
    this.#connections.clear();
    await Promise.allSettled(all.map(async ({ bus }) => (await bus).close()));
  }

  async #open(url: string, operator: string): Promise<Bus> {
    const { p, operatorKey, operator: own, role } = this.#options;
    const user = partnerUser(p, operatorKey, own);
    try {
      return await connectBus({
        url,
        ...user,
        name: `${own} ${role}`,
        connectMs: CONNECT_MS,
        whenAway: 'refuse',
      });
    } catch (error) {
      if (this.#connections.get(operator)?.url === url) this.#connections.delete(operator);
      this.#failed.set(url, performance.now());
      throw new NoServerError('the operator’s nats-server does not let us in', { cause: error });
    }
  }
}
