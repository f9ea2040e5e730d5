import * as v from 'valibot';
import { packBytes } from '../../../lib/native/base64.ts';
import {
  type Answer,
  type Asked,
  HelperError,
  REQUESTS,
  type RequestName,
  type Status,
} from '../../../lib/native/messages.ts';
import { readAddress } from './address.ts';
import type { Courier } from './courier.ts';
import type { Custody } from './custody.ts';
import type { Door } from './door.ts';
import { isFull } from './store/open.ts';
import type { Store } from './store.ts';

/** What requests work on. */
export interface RequestParts {
  store: Store;
  courier: Courier;
  custody: Custody;
  door: Door;
  version: string;
  addresses(slot: string): string[];
  status(slot: string): Status;
  onFault(error: unknown): void;
}

/** What a request did: its answer, and what the session has to know. */
export interface Done {
  answer: unknown;
  /** Hello: who the client is from now on. */
  slot?: string;
  taken?: readonly number[];
}

/** Does what an extension asks; `slot` is null before hello. Throws HelperError with what the extension is told. */
export type Requests = (name: string, args: unknown, slot: string | null) => Promise<Done>;

type Handlers = { [N in RequestName]: (asked: Asked<N>, slot: string) => Promise<Answer<N>> | Answer<N> };

/** The requests of lib/native on a store, a courier and a door. */
export function requestsOn(parts: RequestParts): Requests {
  const handlers = handlersOn(parts);
  return async (name, args, slot) => {
    if (!isRequest(name)) throw new HelperError('unknown');
    try {
      return await run(handlers, name, args, slot);
    } catch (error) {
      if (error instanceof HelperError) throw error;
      if (isFull(error)) throw new HelperError('full', { cause: error });
      parts.onFault(error);
      throw new HelperError('failed', { cause: error });
    }
  };
}

async function run<N extends RequestName>(
  handlers: Handlers,
  name: N,
  args: unknown,
  slot: string | null,
): Promise<Done> {
  const asked = v.safeParse(REQUESTS[name].ask, args);
  if (!asked.success) throw new HelperError('malformed');
  const given = asked.output as Asked<N>;
  if ('slot' in given) {
    // one client per connection: who it is does not change under way
    if (slot !== null && slot !== given.slot) throw new HelperError('malformed');
    return { answer: await handlers[name](given, given.slot), slot: given.slot };
  }
  if (slot === null) throw new HelperError('hello-first');
  const answer = await handlers[name](given, slot);
  return { answer, ...('ids' in given ? { taken: given.ids } : {}) };
}

function handlersOn(parts: RequestParts): Handlers {
  const { store, courier, custody, door } = parts;
  return {
    hello: (_asked, slot) => {
      if (!store.friends.register(slot)) throw new HelperError('full');
      return { version: parts.version, addresses: parts.addresses(slot) };
    },
    post: async ({ url, body }) => ({ body: packBytes(await door.post(url, body)) }),
    get: async ({ url }) => ({ body: packBytes(await door.get(url)) }),
    deliver: async ({ to, log, number, letter, patience }, slot) => {
      const device = to.map(readAddress).find((one) => one !== null)?.slot;
      if (device === undefined) throw new HelperError('no-address');
      const way = { slot, device };
      if (!store.outgoing.put(way, to, { log, number, letter })) throw new HelperError('full');
      if (store.outgoing.custody(slot, log, number)) return { custody: true };
      const taken = custody.until(slot, log, number, patience);
      courier.kick(way);
      return { custody: await taken };
    },
    forget: ({ log, upTo }, slot) => {
      store.outgoing.forget(slot, log, upTo);
      return {};
    },
    friends: ({ list }, slot) => {
      store.friends.replace(slot, list);
      for (const way of store.friends.ways()) if (way.slot === slot) courier.fetch(way);
      return {};
    },
    taken: ({ ids }, slot) => {
      store.incoming.taken(slot, ids);
      return {};
    },
    status: (_asked, slot) => parts.status(slot),
  };
}

function isRequest(name: string): name is RequestName {
  return Object.hasOwn(REQUESTS, name);
}
