import { setTimeout as pause } from 'node:timers/promises';

/** What was waited for did not come; the message says what it was, and what the last look said. */
export class PatienceError extends Error {
  override name = 'PatienceError';
}

/** How long between two looks, ms: at first, and at most; a look into ten frames is work for the browser, too. */
const FIRST = 25;
const MOST = 250;
const GROWTH = 1.3;

/** Looks again and again until `look` gives something that is neither null nor undefined nor false. PatienceError. */
export async function until<T>(
  what: string,
  look: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  patience = 20_000,
): Promise<T> {
  const deadline = Date.now() + patience;
  let last = '';
  let step = FIRST;
  while (Date.now() < deadline) {
    try {
      const found = await look();
      if (found !== null && found !== undefined && found !== false) return found;
      last = '';
    } catch (error) {
      last = error instanceof Error ? `: ${error.message.split('\n')[0]}` : '';
    }
    await pause(step);
    step = Math.min(MOST, step * GROWTH);
  }
  throw new PatienceError(`waited ${patience / 1000} s for ${what}${last}`);
}
