import { fingerprint } from '../crypto/network.ts';
import type { Db } from '../db/schema.ts';
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
