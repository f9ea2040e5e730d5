/** How long to wait before asking again a background that does not answer yet, in ms. */
const AGAIN = [300, 1000, 3000, 10_000];

/** Asks until there is an answer, a few times; null where there is none, or the signal came first. */
export async function insist<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T | null> {
  for (const pause of [...AGAIN, 0]) {
    if (signal.aborted) return null;
    try {
      return await ask();
    } catch {
      if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return null;
}

/**
 * Makes what runs a work whenever it is told to: once at a time, and once more where it was told meanwhile, so that the last
 * answer is never overtaken by an older one.
 */
export function oneAtATime(work: () => Promise<unknown>): () => void {
  let wanted = false;
  let running = false;
  const run = async () => {
    running = true;
    try {
      while (wanted) {
        wanted = false;
        await work();
      }
    } finally {
      running = false;
    }
  };
  return () => {
    wanted = true;
    if (!running) run().catch(() => undefined);
  };
}
