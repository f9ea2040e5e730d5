import { setTimeout as pause } from 'node:timers/promises';

/** What was waited for did not come; the message says what it was, and what the last look said. */
export class PatienceError extends Error {
  override name = 'PatienceError';
}

/** How long between two looks, ms: at first, and at most; a look into ten frames is work for the browser, too. */
const FIRST = 25;
const MOST = 250;
const GROWTH = 1.3;
/** No look counts for more, ms: while a machine stands still nobody waits, and nothing else goes on either. */
const COUNTED = 2_000;

/**
 * Looks again and again until `look` gives something that is neither null nor undefined nor false. PatienceError, which
 * quotes what the last look threw.
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  patience = 20_000,
): Promise<T> {
  let last = '';
  let step = FIRST;
  let waited = 0;
  while (waited < patience) {
    const begun = performance.now();
    try {
      const found = await look();
      if (found !== null && found !== undefined && found !== false) return found;
      last = '';
    } catch (error) {
      last = error instanceof Error ? `: ${error.message.split('\n')[0]}` : '';
    }
    await pause(step);
    step = Math.min(MOST, step * GROWTH);
    waited += Math.min(COUNTED, performance.now() - begun);
  }
  throw new PatienceError(`waited ${patience / 1000} s for ${what}${last}`);
}
