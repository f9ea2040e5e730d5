import { type FramePlace, Frames, type NewFrame } from '../../../entrypoints/background/frames.ts';
import { makeRouter, type Route } from '../../../entrypoints/background/router.ts';
import type { Asker, Sender } from '../../../entrypoints/background/senders.ts';
import { REQUESTS } from '../../../lib/messages/catalogue.ts';
import { AskError } from '../../../lib/messages/errors.ts';
import type { Answered, Request, Seen } from '../../../lib/messages/request.ts';
import { counter, MemoryArea } from './area.ts';

export const ID = 'gmapmebjjpmmcaegogigamjmbnmaoebi';
export const ROOT = `chrome-extension://${ID}/`;
export const FACEBOOK = 'https://www.facebook.com';

/** The content script of a tab. */
export function pageSender(tab = 1, more: Partial<Sender> = {}): Sender {
  const url = `${FACEBOOK}/`;
  const about = { url, origin: FACEBOOK, frameId: 0, documentId: `page-${tab}` };
  return { id: ID, ...about, tab: { id: tab, url, windowId: 1 }, ...more };
}

/** A frame of ours in a tab on Facebook. */
export function frameSender(tab = 1, more: Partial<Sender> = {}): Sender {
  const about = { url: `${ROOT}frame.html#nonce`, origin: ROOT.slice(0, -1), documentId: `frame-${tab}` };
  return { id: ID, frameId: 5, ...about, tab: { id: tab, url: `${FACEBOOK}/`, windowId: 1 }, ...more };
}

/** Home, the popup or the confirming window, at the top of a tab. */
export function ownSender(
  page: 'home' | 'popup' | 'confirm' | 'decoder',
  more: Partial<Sender> = {},
): Sender {
  const url = `${ROOT}${page}.html`;
  return {
    id: ID,
    url,
    origin: ROOT.slice(0, -1),
    frameId: 0,
    documentId: page,
    tab: { id: 9, url },
    ...more,
  };
}

export interface Gate {
  frames: Frames;
  area: MemoryArea;
  /** What was done, in order. */
  done: { name: string; args: unknown; asker: Asker }[];
  /** What the user was asked in a window. */
  confirmed: string[];
  /** Frames the browser says hang below another frame. */
  nested: Set<number>;
  /** What the user says in the window. */
  word: { yes: boolean };
  ask(sender: Sender, name: string, args?: unknown, seen?: Seen): Promise<Answered | undefined>;
  send(sender: Sender, message: unknown): Promise<Answered> | undefined;
  /** A frame that has claimed its nonce, by its sender. */
  claimed(frame: Partial<NewFrame>, sender?: Sender): Promise<Sender>;
}

/** The router before handlers that note what reaches them. */
export function makeGate(area = new MemoryArea()): Gate {
  const frames = new Frames(area.area, counter());
  const done: Gate['done'] = [];
  const confirmed: string[] = [];
  const nested = new Set<number>();
  const word = { yes: true };
  const routes = new Map(
    [...REQUESTS].map(([name, request]): [string, Route] => [name, { request, handle: noting(name) }]),
  );
  function noting(name: string) {
    return async (args: unknown, asker: Asker): Promise<unknown> => {
      done.push({ name, args, asker });
      return {};
    };
  }
  const router = makeRouter({
    self: { id: ID, root: ROOT },
    frames,
    routes,
    isInTopPage: async (place: FramePlace) => !nested.has(place.frameId),
    welcome: async (frame) => frame,
    confirm: async (request: Request) => {
      confirmed.push(request.name);
      if (!word.yes) throw new AskError('declined');
    },
  });
  const send: Gate['send'] = (sender, message) => router(message, sender);
  return {
    frames,
    area,
    done,
    confirmed,
    nested,
    word,
    send,
    ask: async (sender, name, args = {}, seen) =>
      await send(sender, { ask: name, args, ...(seen === undefined ? {} : { seen }) }),
    claimed: async (made, sender = frameSender()) => {
      const tab = sender.tab?.id ?? 0;
      const page = { tab, page: `page-${tab}`, kind: 'post', drop: null, notice: null, look: {} } as const;
      const { nonce } = await frames.mount({ ...page, ...made });
      await send(sender, { ask: 'frame.claim', args: { nonce } });
      return sender;
    },
  };
}
