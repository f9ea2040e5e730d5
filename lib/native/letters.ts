import type { Pushed } from './messages.ts';

/** Where letters that the helper brings go. */
export interface Inbox {
  /** A letter came; in the order of the calls, one after the other. */
  letter(pushed: Pushed<'letter'>): void;
  /** The port ended: what was not read comes again with the next. */
  end(): void;
}

/**
 * Reads letters one by one and says `taken` for those that `read` resolved for, several together. One that `read` rejects
 * stays at the helper, which brings it again on the next connection; those after it are read all the same.
 */
export function inbox(
  read: (letter: Uint8Array) => Promise<void>,
  taken: (ids: number[]) => Promise<unknown>,
): Inbox {
  const waiting: Pushed<'letter'>[] = [];
  let reading = false;
  let ended = false;

  const run = async (): Promise<void> => {
    let ids: number[] = [];
    for (let one = waiting.shift(); one !== undefined && !ended; one = waiting.shift()) {
      try {
        await read(one.letter);
        ids.push(one.id);
      } catch {
        // not in the database: it must not be taken
      }
      if (ids.length >= 50) {
        await taken(ids).catch(() => undefined);
        ids = [];
      }
    }
    if (ids.length > 0 && !ended) await taken(ids).catch(() => undefined);
  };
  const start = async (): Promise<void> => {
    if (reading) return;
    reading = true;
    while (waiting.length > 0 && !ended) await run();
    reading = false;
  };

  return {
    letter: (pushed) => {
      waiting.push(pushed);
      void start();
    },
    end: () => {
      ended = true;
      waiting.length = 0;
    },
  };
}
