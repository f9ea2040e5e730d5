import { AskError } from '../../lib/messages/errors.ts';
import type { Answered, Args, Asked, Request, Seen } from '../../lib/messages/request.ts';
import { claim } from '../../lib/messages/requests/frame.ts';
import { check } from '../../lib/protocol/command.ts';
import { MalformedError } from '../../lib/protocol/errors.ts';
import { refused } from './answer.ts';
import type { Frame, FramePlace, Frames } from './frames.ts';
import { type Asker, framePlace, type Self, type Sender, whoAsks } from './senders.ts';

/** A request and what is done for it. */
export interface Route {
  request: Request;
  handle(args: unknown, asker: Asker): Promise<unknown>;
}

/** What the router is made of. */
export interface RouterParts {
  self: Self;
  frames: Frames;
  /** By the request's name. */
  routes: ReadonlyMap<string, Route>;
  /** Whether a frame truly stands in Facebook's own top page, by the browser's word. */
  isInTopPage(place: FramePlace): Promise<boolean>;
  /** What a claimed frame is told. */
  welcome(frame: Frame): Promise<unknown>;
  /** Asks the user in a window of the extension; resolves when they said yes, AskError `declined`. */
  confirm(request: Request, args: unknown): Promise<void>;
}

/** Answers one message; undefined for what is no question of ours. Gives native promises only: others arrive as nothing. */
export type Router = (message: unknown, sender: Sender) => Promise<Answered> | undefined;

/**
 * The gate of the background: who asks is known by the sender alone, what may be asked by the request. What it refuses
 * changes nothing (`not-allowed`, `malformed`, `unknown-command`, `not-seen`, `declined`).
 */
export function makeRouter(parts: RouterParts): Router {
  const answer = async (asked: Asked, sender: Sender): Promise<unknown> => {
    if (asked.ask === claim.name) return await claimed(parts, asked, sender);
    const asker = await whoAsks(sender, parts.self, parts.frames);
    if (asker === null) throw new AskError('not-allowed');
    const route = parts.routes.get(asked.ask);
    if (route === undefined) throw new AskError('unknown-command');
    if (!route.request.from.includes(asker.surface)) throw new AskError('not-allowed');
    const args = formed(route.request, asked.args);
    if (route.request.guarded && asker.frame !== null) await guard(parts, route.request, args, asked.seen);
    return await route.handle(args, asker);
  };
  return (message, sender) => {
    const asked = readAsked(message);
    if (asked === null) return undefined;
    return (async () => ({ ok: await answer(asked, sender) }))().catch(refused);
  };
}

/** A frame says its nonce: once, from where the nonce was made for. */
async function claimed(parts: RouterParts, asked: Asked, sender: Sender): Promise<unknown> {
  const place = framePlace(sender, parts.self);
  if (place === null || !(await parts.isInTopPage(place))) throw new AskError('not-allowed');
  const { nonce } = formed(claim, asked.args);
  const frame = await parts.frames.claim(nonce, place);
  if (frame === null) throw new AskError('not-allowed');
  return await parts.welcome(frame);
}

async function guard(
  parts: RouterParts,
  request: Request,
  args: unknown,
  seen: Seen | undefined,
): Promise<void> {
  if (seen === 'seen') return;
  if (seen !== 'unknown') throw new AskError('not-seen');
  if (request.written) return;
  await parts.confirm(request, args);
}

function formed<R extends Request>(request: R, args: unknown): Args<R> {
  try {
    return check(request.args, args) as Args<R>;
  } catch (cause) {
    if (cause instanceof MalformedError) throw new AskError('malformed');
    throw cause;
  }
}

const SEEN: readonly unknown[] = ['seen', 'hidden', 'unknown'];

function readAsked(message: unknown): Asked | null {
  if (typeof message !== 'object' || message === null || !('ask' in message)) return null;
  if (typeof message.ask !== 'string') return null;
  const args = 'args' in message ? message.args : undefined;
  const seen = 'seen' in message ? SEEN.find((one) => one === message.seen) : undefined;
  return { ask: message.ask, args, ...(seen === undefined ? {} : { seen: seen as Seen }) };
}
