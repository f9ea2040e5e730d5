import { watch } from '../db/live.ts';

/** What the database says, as it changes. */
export interface Live<T> {
  readonly value: T;
  /** The database has answered once. */
  readonly ready: boolean;
}

/**
 * Keeps what a query answers, and asks again when its rows change, or when `about` gives something else: what a query
 * depends on besides the database is passed through `about`. Called while a component is made; ends with it.
 */
export function live<A, T>(about: () => A, query: (about: A) => Promise<T>, first: T): Live<T> {
  let value = $state.raw(first);
  let ready = $state(false);
  $effect(() => {
    const now = about();
    return watch(
      () => query(now),
      (next) => {
        value = next;
        ready = true;
      },
    );
  });
  return {
    get value() {
      return value;
    },
    get ready() {
      return ready;
    },
  };
}
