import type { Socket } from 'node:net';
import type { Push, PushName } from '../../../lib/native/messages.ts';
import type { Log } from './log.ts';
import type { Requests } from './requests.ts';
import { openSession, type Session } from './session.ts';
import type { Kept } from './store/incoming.ts';

/** The extensions connected now. */
export interface Sessions {
  add(socket: Socket, requests: Requests, log: Log): void;
  /** To the client's newest connection; nothing where it has none. */
  push<N extends PushName>(slot: string, name: N, given: Push<N>): void;
  /** Letters came for a client. */
  letters(slot: string): void;
  slots(): string[];
  end(): void;
}

/** An empty set of sessions; `waiting` gives a client's letters. */
export function openSessions(waiting: (slot: string, after: number, most: number) => Kept[]): Sessions {
  const open = new Set<Session>();
  // a browser that restarted may still have its last host: the newest counts
  const newest = (slot: string): Session | undefined => [...open].filter((one) => one.slot() === slot).at(-1);
  return {
    add: (socket, requests, log) => {
      const { session, done } = openSession(socket, { requests, waiting });
      open.add(session);
      log('client', { open: open.size });
      void done.then(() => {
        open.delete(session);
        session.end();
        log('client-gone', { open: open.size });
      });
    },
    push: (slot, name, given) => newest(slot)?.push(name, given),
    letters: (slot) => newest(slot)?.letters(),
    slots: () => [...new Set([...open].flatMap((one) => one.slot() ?? []))],
    end: () => {
      for (const one of open) one.end();
    },
  };
}
