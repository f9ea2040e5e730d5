import * as v from 'valibot';
import { AskError, readAskError } from './errors.ts';
import type { Answer, Answered, Args, Asked, Request, Seen } from './request.ts';

/** runtime.sendMessage, or what stands in for it. */
export type Send = (message: Asked) => Promise<unknown>;

/**
 * Asks the background. Throws AskError: what the background answered, or `internal` where it gave nothing that can be
 * read. `seen` belongs to guarded requests of frames.
 */
export async function ask<R extends Request>(
  send: Send,
  request: R,
  args: Args<R>,
  seen?: Seen,
): Promise<Answer<R>> {
  const answered = await send({ ask: request.name, args, ...(seen === undefined ? {} : { seen }) });
  if (!isAnswered(answered)) throw new AskError('internal', 'no answer');
  if ('error' in answered) throw readAskError(answered.error);
  const result = v.safeParse(request.answer, answered.ok, { abortEarly: true });
  if (!result.success) throw new AskError('internal', 'an answer of another form');
  return result.output as Answer<R>;
}

function isAnswered(value: unknown): value is Answered {
  if (typeof value !== 'object' || value === null) return false;
  if ('ok' in value) return true;
  if (!('error' in value)) return false;
  const { error } = value;
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';
}
