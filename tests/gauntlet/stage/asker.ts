import type { Page } from 'playwright-core';
import type { Answer, Answered, Args, Request } from '../../../lib/messages/request.ts';

interface Extension {
  chrome: { runtime: { sendMessage(message: unknown): Promise<unknown> } };
}

/** Asks the background as Home does, from Home's own document; throws with the code of the error. */
export async function askFromHome<R extends Request>(
  home: Page,
  request: R,
  args: Args<R>,
): Promise<Answer<R>> {
  const message = { ask: request.name, args };
  const answered = (await home.evaluate(
    (given) => (globalThis as unknown as Extension).chrome.runtime.sendMessage(given),
    message,
  )) as Answered;
  if ('error' in answered)
    throw new Error(`${request.name}: ${answered.error.code} ${answered.error.detail ?? ''}`);
  return answered.ok as Answer<R>;
}
