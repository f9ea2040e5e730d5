import { getContext, setContext } from 'svelte';
import { openDb } from '../db/open.ts';
import type { Db } from '../db/schema.ts';
import { ask, type Send } from '../messages/ask.ts';
import type { Answer, Args, Request } from '../messages/request.ts';
import { webext } from '../webext.ts';
import { Decoder } from './photos/decoder.ts';
import { Pictures } from './photos/pictures.ts';
import { seenNow, seenSoon, watchSeen } from './seen.ts';
import { send } from './send.ts';

/** Where components stand: what they read, whom they ask, and what differs between a frame and Home. */
export interface Surface {
  /** A frame in Facebook's page, or a page of our own. */
  kind: 'frame' | 'home';
  db: Db;
  send: Send;
  pictures: Pictures;
  /** Asks the background. Throws AskError. With a guarded question of a frame goes how the frame is seen. */
  ask: <R extends Request>(request: R, args: Args<R>) => Promise<Answer<R>>;
  /** Shows a place of Home: in a tab of its own from a frame, by the address in Home. */
  openHome: (route: string) => void;
}

const KEY = Symbol('surface');

/** Makes a surface on the extension's own database and background; once per document. */
export function makeSurface(kind: Surface['kind'], openHome: Surface['openHome']): Surface {
  const db = openDb('peerwall');
  const pictures = new Pictures(db, send, new Decoder(webext.runtime.getURL('/decoder.html')));
  if (kind === 'frame') watchSeen(document.documentElement);
  return { kind, db, send, pictures, ask: asking(kind), openHome };
}

function asking(kind: Surface['kind']): Surface['ask'] {
  return async (request, args) => {
    if (kind !== 'frame' || request.guarded !== true) return await ask(send, request, args);
    return await ask(send, request, args, request.written === true ? await seenSoon() : seenNow());
  };
}

/** Gives all components below the surface they stand on; called while the root component is made. */
export function standOn(surface: Surface): void {
  setContext(KEY, surface);
}

/** The surface a component stands on; called while the component is made. */
export function surface(): Surface {
  return getContext<Surface>(KEY);
}
