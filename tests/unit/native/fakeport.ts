import type { Port } from '../../../lib/native/port.ts';

/** A port whose other end is the test. */
export interface FakePort extends Port {
  readonly sent: Record<string, unknown>[];
  readonly closed: () => boolean;
  say(message: unknown): void;
  end(message?: string): void;
  /** Answers the newest request of that name. */
  answer(name: string, ok: unknown): void;
}

/** Makes a port; like a browser's, it says nothing of its end to whoever ended it. */
export function fakePort(): FakePort {
  const messages: ((message: unknown) => void)[] = [];
  const ends: ((port: Port) => void)[] = [];
  const sent: Record<string, unknown>[] = [];
  let closed = false;
  let error: { message: string } | null = null;
  const say = (message: unknown): void => {
    for (const listener of messages) listener(message);
  };
  const port: FakePort = {
    sent,
    closed: () => closed,
    say,
    postMessage: (message) => {
      if (closed) throw new Error('disconnected port');
      sent.push(message as Record<string, unknown>);
    },
    disconnect: () => {
      closed = true;
    },
    end: (message) => {
      closed = true;
      error = message === undefined ? null : { message };
      for (const listener of ends) listener(port);
    },
    answer: (name, ok) => {
      const request = sent.findLast(({ ask }) => ask === name);
      if (request === undefined) throw new Error(`nobody asked for ${name}`);
      say({ id: request.id, ok });
    },
    onMessage: { addListener: (listener) => void messages.push(listener) },
    onDisconnect: { addListener: (listener) => void ends.push(listener) },
    get error() {
      return error;
    },
  };
  return port;
}

/** Lets what was promised happen. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve();
}

/** A clock that stands until it is moved. */
export function handClock(): { later(work: () => void, ms: number): () => void; pass(ms: number): void } {
  let now = 0;
  const waiting = new Set<{ at: number; work: () => void }>();
  return {
    later: (work, ms) => {
      const one = { at: now + ms, work };
      waiting.add(one);
      return () => void waiting.delete(one);
    },
    pass: (ms) => {
      now += ms;
      for (const one of [...waiting].filter(({ at }) => at <= now).sort((a, b) => a.at - b.at)) {
        if (waiting.delete(one)) one.work();
      }
    },
  };
}
