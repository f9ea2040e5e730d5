/** Who waits for a Friend's helper to take a parcel. */
export interface Custody {
  /** True when it is taken within `patience` ms. */
  until(slot: string, log: string, number: number, patience: number): Promise<boolean>;
  /** It was taken. True where somebody waited for it; else the client is to be told. */
  taken(slot: string, log: string, number: number): boolean;
}

/** Waits for custody on a clock. */
export function makeCustody(later: (work: () => void, ms: number) => () => void): Custody {
  const waiting = new Map<string, Set<() => void>>();
  return {
    until: (slot, log, number, patience) =>
      new Promise((resolve) => {
        const key = `${slot} ${log} ${number}`;
        const all = waiting.get(key) ?? new Set();
        const end = (taken: boolean): void => {
          cancel();
          all.delete(yes);
          if (all.size === 0) waiting.delete(key);
          resolve(taken);
        };
        const yes = (): void => end(true);
        const cancel = later(() => end(false), patience);
        all.add(yes);
        waiting.set(key, all);
      }),
    taken: (slot, log, number) => {
      const all = waiting.get(`${slot} ${log} ${number}`);
      for (const yes of [...(all ?? [])]) yes();
      return all !== undefined;
    },
  };
}
