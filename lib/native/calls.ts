import * as v from 'valibot';
import { MalformedError } from '../protocol/errors.ts';
import { joiner, split } from './chunks.ts';
import {
  type Answered,
  type Ask,
  HelperError,
  PUSHES,
  type Pushed,
  type PushName,
  REQUESTS,
  ReplyFrame,
  type RequestName,
} from './messages.ts';
import type { Port } from './port.ts';

/** The requests on one port, and what they wait for. */
export interface Calls {
  /** Asks; rejects with HelperError, also where the port ends before the answer (`failed`) or none comes in `patience` ms (`timeout`). */
  ask<N extends RequestName>(name: N, args: Ask<N>, patience: number): Promise<Answered<N>>;
  /** The port ended: nothing is answered any more. */
  end(): void;
}

export type OnPush = { [N in PushName]: (pushed: Pushed<N>) => void };

interface Waiting {
  name: RequestName;
  resolve(answer: unknown): void;
  reject(error: HelperError): void;
}

/**
 * Speaks the protocol on a port: ids, chunks, checks. `later` is a clock's `setTimeout` that gives what takes it back.
 * What is not of the protocol ends the port by `broken`.
 */
export function callsOn(
  port: Port,
  on: OnPush,
  broken: () => void,
  later: (work: () => void, ms: number) => () => void,
): Calls {
  const waiting = new Map<number, Waiting>();
  const join = joiner();
  let last = 0;

  const settle = (frame: v.InferOutput<typeof ReplyFrame>): void => {
    if ('push' in frame) {
      push(on, frame.push, frame.with);
      return;
    }
    const one = waiting.get(frame.id);
    if (one === undefined) return;
    waiting.delete(frame.id);
    if ('error' in frame) {
      one.reject(new HelperError(frame.error));
      return;
    }
    const read = v.safeParse(REQUESTS[one.name].answer, frame.ok);
    if (read.success) one.resolve(read.output);
    else {
      one.reject(new HelperError('failed'));
      throw new MalformedError('no answer to what was asked');
    }
  };
  port.onMessage.addListener((message) => {
    try {
      const whole = join(message);
      if (whole !== undefined) settle(v.parse(ReplyFrame, whole));
    } catch {
      broken();
    }
  });

  return {
    ask: <N extends RequestName>(name: N, args: Ask<N>, patience: number) =>
      new Promise<Answered<N>>((resolve, reject) => {
        last += 1;
        const id = last;
        const giveUp = later(() => {
          waiting.delete(id);
          reject(new HelperError('timeout'));
        }, patience);
        waiting.set(id, {
          name,
          resolve: (answer) => {
            giveUp();
            resolve(answer as Answered<N>);
          },
          reject: (error) => {
            giveUp();
            reject(error);
          },
        });
        try {
          for (const frame of split({ id, ask: name, with: args }, id)) port.postMessage(frame);
        } catch (cause) {
          giveUp();
          waiting.delete(id);
          reject(new HelperError('failed', { cause }));
        }
      }),
    end: () => {
      const all = [...waiting.values()];
      waiting.clear();
      for (const one of all) one.reject(new HelperError('failed'));
    },
  };
}

function push<N extends PushName>(on: OnPush, name: N, given: unknown): void {
  on[name](v.parse(PUSHES[name], given) as Pushed<N>);
}
