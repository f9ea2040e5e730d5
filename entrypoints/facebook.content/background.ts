import { ask } from '../../lib/messages/ask.ts';
import { Push } from '../../lib/messages/pushes.ts';
import type { Args } from '../../lib/messages/request.ts';
import { openHome } from '../../lib/messages/requests/frame.ts';
import * as page from '../../lib/messages/requests/page.ts';
import { check } from '../../lib/protocol/command.ts';
import { webext } from '../../lib/webext.ts';

export type State = 'on' | 'paused' | 'quiet' | 'nobody';

/** The background as the content script knows it: it is told of places and answers with random names. */
export interface Background {
  hello(kind: string): Promise<State>;
  mount(args: Args<typeof page.mount>): Promise<{ nonce: string; frame: string }>;
  unmount(frame: string): Promise<void>;
  show(args: Args<typeof page.show>): Promise<void>;
  feed(limit: number): Promise<readonly { handle: string; fresh: boolean }[]>;
  health(surface: Surface, state: Health): Promise<void>;
  home(): Promise<void>;
  onPush(heard: (push: Push) => void, signal: AbortSignal): void;
}
export type Surface = Args<typeof page.health>['surface'];
export type Health = Args<typeof page.health>['state'];

/** Speaks with the extension's background. Every question throws AskError where it is not answered. */
export function reachBackground(): Background {
  const send = (message: unknown): Promise<unknown> => webext.runtime.sendMessage(message);
  return {
    hello: async (kind) => (await ask(send, page.hello, { kind })).state,
    mount: (args) => ask(send, page.mount, args),
    unmount: async (frame) => void (await ask(send, page.unmount, { frame })),
    show: async (args) => void (await ask(send, page.show, args)),
    feed: async (limit) => (await ask(send, page.feed, { limit })).posts,
    health: async (surface, state) => void (await ask(send, page.health, { surface, state })),
    home: async () => void (await ask(send, openHome, { route: '' })),
    onPush: (heard, signal) => listen(heard, signal),
  };
}

function listen(heard: (push: Push) => void, signal: AbortSignal): void {
  const listener = (message: unknown): undefined => {
    const push = read(message);
    if (push !== null) heard(push);
  };
  webext.runtime.onMessage.addListener(listener);
  signal.addEventListener('abort', () => webext.runtime.onMessage.removeListener(listener), { once: true });
}

// What is meant for frames comes by here too and is none of ours.
function read(message: unknown): Push | null {
  try {
    return check(Push, message);
  } catch {
    return null;
  }
}
