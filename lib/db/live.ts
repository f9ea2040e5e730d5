import { liveQuery } from 'dexie';

/**
 * Asks the database once, and again whenever something changed that the query read, here or in another tab, frame or the
 * background of this browser. Gives each answer to `onValue`; what the query throws goes to `onError`. Changes of one
 * moment come as one. Answers what ends it.
 */
export function watch<T>(
  query: () => Promise<T>,
  onValue: (value: T) => void,
  onError: (error: unknown) => void = () => undefined,
): () => void {
  // Dexie follows awaits of async functions alone: after another's, later reads would not be watched.
  const watching = liveQuery(async () => await query()).subscribe({ next: onValue, error: onError });
  return () => watching.unsubscribe();
}
