import type { Request } from './request.ts';
import * as frame from './requests/frame.ts';
import * as friends from './requests/friends.ts';
import * as identity from './requests/identity.ts';
import * as items from './requests/items.ts';
import * as network from './requests/network.ts';
import * as page from './requests/page.ts';
import * as settings from './requests/settings.ts';

const families: object[] = [frame, friends, identity, items, network, page, settings];

/** Every request there is, by its name. */
export const REQUESTS: ReadonlyMap<string, Request> = new Map(
  families
    .flatMap((family) => Object.values(family))
    .filter(
      (one): one is Request => typeof one === 'object' && one !== null && 'answer' in one && 'from' in one,
    )
    .map((request) => [request.name, request]),
);
