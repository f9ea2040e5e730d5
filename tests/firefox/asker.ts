import type { Page } from 'puppeteer-core';
import type { Answer, Answered, Args, Request } from '../../lib/messages/request.ts';
import { create } from '../../lib/messages/requests/identity.ts';
import { join, look } from '../../lib/messages/requests/network.ts';
import { readTable } from '../e2e/world/readtable.ts';

interface Extension {
  browser: { runtime: { sendMessage(message: unknown): Promise<unknown> } };
}

/** Asks the background from a document of ours; the answer or its refusal. */
export async function askFrom(
  place: Pick<Page, 'evaluate'>,
  message: { ask: string; args: unknown; seen?: string },
): Promise<Answered> {
  return (await place.evaluate(
    (given) => (globalThis as unknown as Extension).browser.runtime.sendMessage(given),
    message,
  )) as Answered;
}

/** Asks as Home does; throws with the code of the error. */
export async function ask<R extends Request>(home: Page, request: R, args: Args<R>): Promise<Answer<R>> {
  const answered = await askFrom(home, { ask: request.name, args });
  if ('error' in answered) throw new Error(`${request.name}: ${answered.error.code}`);
  return answered.ok as Answer<R>;
}

/** Joins the built-in network and makes an identity there. */
export async function makeIdentity(home: Page, name: string): Promise<void> {
  const source = { from: 'builtin' as const };
  const { authority } = await ask(home, look, { source });
  await ask(home, join, { source, authority });
  await ask(home, create, {
    name,
    birth: { year: 1990, month: 5, day: 4 },
    mark: { colour: 'blue', picture: 'anchor', phrase: 'quiet river' },
    delivery: 'all',
  });
}

/** All rows of a table of the user's database, as the browser keeps it. */
export async function rowsOf<T>(home: Page, table: string): Promise<T[]> {
  return (await home.evaluate(readTable, table)) as T[];
}
