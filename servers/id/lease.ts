import type { Logger } from 'pino';
import { same } from '../../lib/bytes.ts';
import { ConflictError } from '../bus/errors.ts';
import type { Bus } from '../bus.ts';

const BUCKET = 'ID_LEASE';
const KEY = 'writer';
const RENEW_MS = 1_000;
/** A lease that was not renewed for this long, by the clock of who watches it, is over. */
export const LAPSE_MS = 4_000;

/**
 * Who writes the log: one process at a time, the others stand by (DESIGN 3's lease for the one shard there is).
 * Writes are compare-and-set besides, so that a process that slept through its lease changes nothing.
 */
export interface Lease {
  /** Settles when the lease was lost, or given back. */
  readonly over: Promise<void>;
  /** Gives it back: the next process need not wait. */
  release(): Promise<void>;
}

/**
 * Waits for the lease and takes it; null when `signal` ends the wait. `name` (random bytes) tells this process from others.
 */
export async function takeLease(
  store: Bus,
  name: Uint8Array,
  log: Logger,
  signal: AbortSignal,
): Promise<Lease | null> {
  const bucket = await store.bucket(BUCKET);
  let [seen, since] = [-1, 0];
  while (!signal.aborted) {
    try {
      const held = await bucket.get(KEY);
      if (held === null) return hold(store, name, await bucket.create(KEY, name), log);
      if (same(held.value, name)) return hold(store, name, held.revision, log); // taken, though the answer was lost
      if (held.revision !== seen) [seen, since] = [held.revision, performance.now()];
      if (performance.now() - since >= LAPSE_MS)
        return hold(store, name, await bucket.update(KEY, name, held.revision), log);
    } catch (error) {
      if (!(error instanceof ConflictError))
        log.warn({ error: nameOf(error) }, 'the lease cannot be asked for');
    }
    await pause(RENEW_MS / 4, signal);
  }
  return null;
}

async function hold(store: Bus, name: Uint8Array, first: number, log: Logger): Promise<Lease> {
  const bucket = await store.bucket(BUCKET);
  const over = Promise.withResolvers<void>();
  const end = new AbortController();
  let revision = first;

  const lose = () => {
    end.abort();
    over.resolve();
  };
  // over in time whatever the store does: it may be away, or just not answer
  let watchdog = setTimeout(lose, LAPSE_MS - RENEW_MS);
  const renewed = (to: number, begun: number) => {
    revision = to;
    clearTimeout(watchdog);
    watchdog = setTimeout(lose, LAPSE_MS - RENEW_MS - (performance.now() - begun));
  };

  async function renew(): Promise<void> {
    while (!end.signal.aborted) {
      await pause(RENEW_MS, end.signal);
      if (end.signal.aborted) return;
      const begun = performance.now();
      try {
        renewed(await bucket.update(KEY, name, revision), begun);
      } catch (error) {
        // an update that arrived though its answer did not
        const held = await bucket.get(KEY).catch(() => null);
        if (held !== null && same(held.value, name)) renewed(held.revision, begun);
        else if (held !== null || error instanceof ConflictError) return;
      }
    }
  }

  void renew().finally(() => {
    clearTimeout(watchdog);
    lose();
  });
  log.info('this process writes the log');
  return {
    over: over.promise,
    release: async () => {
      end.abort();
      await over.promise;
      await bucket.delete(KEY, revision).catch(() => undefined);
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
