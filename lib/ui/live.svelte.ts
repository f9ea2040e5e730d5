import { watch } from '../db/live.ts';

/** What the database says, as it changes. */
export interface Live<T> {
  readonly value: T;
  /** The database has answered once. */
  readonly ready: boolean;
}

/** How reading the database goes in this document: what cannot be read is said once for all that wait for it. */
class Reading {
  /** How many queries wait for what could not be read. */
  failing = $state(0);
  /** How often everything was asked for again. */
  round = $state(0);

  /** Asks everything again. */
  again(): void {
    this.round++;
  }
}

export const reading = new Reading();

/**
 * Keeps what a query answers, and asks again when its rows change, or when `about` gives something else: what a query
 * depends on besides the database is passed through `about`. Called while a component is made; ends with it. A query that
 * fails keeps its last answer and counts in `reading` until it is answered again.
 */
export function live<A, T>(about: () => A, query: (about: A) => Promise<T>, first: T): Live<T> {
  let value = $state.raw(first);
  let ready = $state(false);
  let failed = false;
  const fails = (now: boolean) => {
    if (now !== failed) reading.failing += now ? 1 : -1;
    failed = now;
  };
  $effect(() => {
    const now = about();
    void reading.round;
    let over = false;
    const end = watch(
      // of a database that was closed Dexie itself says nothing
      async () => {
        try {
          return await query(now);
        } catch (error) {
          // what was asked for another thing, or by what is gone, waits for nothing any more
          queueMicrotask(() => !over && fails(true));
          throw error;
        }
      },
      (next) => {
        value = next;
        ready = true;
        fails(false);
      },
    );
    return () => {
      over = true;
      end();
    };
  });
  $effect(() => () => fails(false));
  return {
    get value() {
      return value;
    },
    get ready() {
      return ready;
    },
  };
}
