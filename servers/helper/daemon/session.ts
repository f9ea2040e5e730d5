import type { Socket } from 'node:net';
import * as v from 'valibot';
import { packBytes } from '../../../lib/native/base64.ts';
import { joiner, split } from '../../../lib/native/chunks.ts';
import {
  type Code,
  HelperError,
  type Push,
  type PushName,
  RequestFrame,
} from '../../../lib/native/messages.ts';
import { frameOf, framesOf } from '../frames.ts';
import type { Requests } from './requests.ts';
import type { Kept } from './store/incoming.ts';

/** One extension that is connected through its host. */
export interface Session {
  push<N extends PushName>(name: N, given: Push<N>): void;
  /** Letters may be there: sends those it has not been given yet. */
  letters(): void;
  /** The client it said it is; null before hello. */
  slot(): string | null;
  end(): void;
}

/** What a session asks of the daemon. */
export interface SessionParts {
  requests: Requests;
  /** Letters that wait for a client, after a row. */
  waiting(slot: string, after: number, most: number): Kept[];
}

const UNDER_WAY = 256;
/** Letters given and not taken yet; as many fit below the longest frame a hundred times over. */
const WINDOW = 256;

/** Serves a connected extension; resolves when it is gone. Whatever it says, the daemon goes on. */
export function openSession(socket: Socket, parts: SessionParts): { session: Session; done: Promise<void> } {
  let slot: string | null = null;
  let chunks = 0;
  let underWay = 0;
  let given = 0;
  const open = new Set<number>();

  const send = (message: unknown): void => {
    if (socket.destroyed) return;
    chunks += 1;
    for (const frame of split(message, chunks)) socket.write(frameOf(frame));
  };
  const letters = (): void => {
    if (slot === null || open.size >= WINDOW) return;
    for (const { id, letter } of parts.waiting(slot, given, WINDOW - open.size)) {
      given = id;
      open.add(id);
      send({ push: 'letter', with: { id, letter: packBytes(letter) } });
    }
  };
  const session: Session = {
    push: (name, list) => send({ push: name, with: list }),
    letters,
    slot: () => slot,
    end: () => socket.destroy(),
  };
  const serve = async (frame: unknown): Promise<void> => {
    const read = v.safeParse(RequestFrame, frame);
    if (!read.success) throw new HelperError('malformed');
    const { id, ask, with: args } = read.output;
    if (underWay >= UNDER_WAY) return send({ id, error: 'busy' satisfies Code });
    underWay += 1;
    try {
      const result = await parts.requests(ask, args, slot);
      if (result.slot !== undefined) slot = result.slot;
      for (const one of result.taken ?? []) open.delete(one);
      send({ id, ok: result.answer });
      letters();
    } catch (error) {
      send({ id, error: error instanceof HelperError ? error.code : ('failed' satisfies Code) });
    } finally {
      underWay -= 1;
    }
  };
  const run = async (): Promise<void> => {
    const join = joiner();
    for await (const frame of framesOf(socket)) {
      const whole = join(frame);
      if (whole !== undefined) void serve(whole).catch(() => socket.destroy());
    }
  };
  const done = run().catch(() => void socket.destroy());
  return { session, done };
}
