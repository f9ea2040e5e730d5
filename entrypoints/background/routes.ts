import type { Db } from '../../lib/db/schema.ts';
import { REQUESTS } from '../../lib/messages/catalogue.ts';
import type { Request } from '../../lib/messages/request.ts';
import * as frame from '../../lib/messages/requests/frame.ts';
import * as friends from '../../lib/messages/requests/friends.ts';
import * as identity from '../../lib/messages/requests/identity.ts';
import * as items from '../../lib/messages/requests/items.ts';
import * as network from '../../lib/messages/requests/network.ts';
import * as page from '../../lib/messages/requests/page.ts';
import * as settings from '../../lib/messages/requests/settings.ts';
import type { Background } from './background.ts';
import { frameHandlers } from './handlers/frame.ts';
import { friendsHandlers } from './handlers/friends.ts';
import { identityHandlers } from './handlers/identity.ts';
import { itemsHandlers } from './handlers/items.ts';
import { networkHandlers } from './handlers/network.ts';
import { pageHandlers } from './handlers/page.ts';
import { settingsHandlers } from './handlers/settings.ts';
import type { Route } from './router.ts';
import type { Asker } from './senders.ts';

type AnyHandler = (background: Background, args: unknown, asker: Asker) => Promise<unknown>;

/** Every request of the catalogue with what does it, by its name; but `frame.claim`, which the router answers itself. */
export function makeRoutes(background: Background): ReadonlyMap<string, Route> {
  const families: [object, object][] = [
    [frame, frameHandlers],
    [friends, friendsHandlers],
    [identity, identityHandlers],
    [items, itemsHandlers],
    [network, networkHandlers],
    [page, pageHandlers],
    [settings, settingsHandlers],
  ];
  const routes = new Map<string, Route>();
  for (const [family, handlers] of families)
    for (const [key, handler] of Object.entries(handlers)) {
      const request = requestOf(family, key);
      routes.set(request.name, {
        request,
        // its form was checked by the router
        handle: async (args, asker) => {
          await opened(background.db);
          return await (handler as AnyHandler)(background, args, asker);
        },
      });
    }
  return routes;
}

/** A database that could not be opened, as on a full disk, is tried again with every question; and how much room there is. */
async function opened(db: Db): Promise<void> {
  await db.room.look();
  if (db.hasFailed()) await db.open();
}

function requestOf(family: object, key: string): Request {
  const named = (family as Record<string, { name?: unknown } | undefined>)[key]?.name;
  const request = typeof named === 'string' ? REQUESTS.get(named) : undefined;
  if (request === undefined) throw new TypeError(`no request ${key}`);
  return request;
}
