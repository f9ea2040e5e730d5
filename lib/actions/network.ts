import { fromUtf8 } from '../bytes.ts';
import { checkBundle, checkNetworkChain, fingerprint, NetworkFileError } from '../crypto/network.ts';
import type { Db } from '../db/schema.ts';
import { readSignedNetwork, type SignedNetwork } from '../protocol/network.ts';
import type { RouteState, RouteStorage } from '../route/state.ts';
import type { Service } from './service.ts';

const KEY = 'route';

/** Where the route keeps network file, bundle, guards and clocks: a row of the user's database. */
export function routeStorage(db: Db): RouteStorage {
  return {
    // What `save` put there, and nobody else.
    load: async () => ((await db.network.get(KEY))?.value as RouteState | undefined) ?? null,
    save: async (state) => {
      await db.network.put({ key: KEY, value: state });
    },
  };
}

/**
 * Joins a network by its file (parsed JSON, or several, oldest first) and the authority pinned (base64url), then fetches
 * the bundle of the day. Throws NetworkFileError, and what fetching throws: the network is joined all the same.
 */
export async function joinNetwork(
  service: Service,
  args: { file: unknown; authority: string },
): Promise<void> {
  await service.route.join(args.file, args.authority);
  await service.route.refresh();
}

/** The joined network for people: its name and fingerprint. Throws NotInNetworkError. */
export function aboutNetwork({ route, p }: Service): { name: string; fingerprint: string; promises: string } {
  const { name, promises } = route.network().file;
  return { name, promises, fingerprint: fingerprint(p, route.authority()) };
}

/** The user was shown that the ID server's log is in doubt, and goes on writing. */
export async function goOnWriting({ route, db }: Service): Promise<void> {
  await route.goOn();
  await db.warnings.where('is').equals('root').delete();
}

/** What is known of a network before it is joined. */
export interface Looked {
  network: SignedNetwork;
  /** For people to compare. */
  fingerprint: string;
}

/**
 * Checks a network file (parsed JSON; or several, oldest first) as `joinNetwork` would, and joins nothing. An expired one
 * is refused, too. Throws NetworkFileError.
 */
export function lookAtNetwork(service: Service, json: unknown): Looked {
  const chain = Array.isArray(json) ? json : [json];
  return looked(service, checkNetworkChain(service.p, chain, null, service.route.now()), chain[0]);
}

/** The same for the bundle of the day (JSON as bytes) that a door of the network gives. Throws NetworkFileError. */
export function lookAtBundle(service: Service, json: Uint8Array): Looked {
  const { p, route } = service;
  const { network } = checkBundle(p, parse(json), null, route.now()).bundle;
  return looked(service, network, network);
}

/** What `lookAtNetwork` says, of the network that was joined. Throws NotInNetworkError. */
export function joinedNetwork({ p, route }: Service): Looked {
  return { network: route.network(), fingerprint: fingerprint(p, route.authority()) };
}

/** The network's name for people comes from the authority of its first file. */
function looked({ p }: Service, network: SignedNetwork, first: unknown): Looked {
  return { network, fingerprint: fingerprint(p, readSignedNetwork(first).file.authority) };
}

function parse(json: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(json));
  } catch {
    throw new NetworkFileError('malformed', 'the bundle is no JSON');
  }
}
