import { setTimeout as pause } from 'node:timers/promises';
import { BusTimeoutError, NoServerError, StoreError } from './errors.ts';

/** JetStream's word where another process makes the same stream at this moment (`subjects overlap`). */
const BEING_MADE = 10065;
const PATIENCE = 30_000;
const AGAIN_MS = 100;

/**
 * Makes a stream or bucket, or finds it, whichever; doing it twice does no harm. An operator's processes start together and
 * make the same ones, and a JetStream that has only just started, or is busy, does not answer in time. Throws what it met
 * last when that has gone on for half a minute, and anything else at once.
 */
export async function opening<T>(make: () => Promise<T>, patience = PATIENCE): Promise<T> {
  const begun = performance.now();
  for (;;) {
    try {
      return await make();
    } catch (error) {
      if (!isPassing(error) || performance.now() - begun > patience) throw error;
    }
    await pause(AGAIN_MS);
  }
}

function isPassing(error: unknown): boolean {
  if (error instanceof StoreError) return error.code === BEING_MADE;
  return error instanceof BusTimeoutError || error instanceof NoServerError;
}
