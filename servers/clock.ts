/** A server's clock: the machine's, moved by an offset in ms that may change (for tests). */
export interface Clock {
  now(): number;
  /** Moves the clock; listeners hear of it. */
  set(offset: number): void;
  onMove(listener: () => void): void;
}

export function makeClock(offset = 0): Clock {
  let ahead = offset;
  const listeners: (() => void)[] = [];
  return {
    now: () => Date.now() + ahead,
    set: (next) => {
      ahead = next;
      for (const listener of listeners) listener();
    },
    onMove: (listener) => void listeners.push(listener),
  };
}
