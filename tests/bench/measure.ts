/** Operations a second over several rounds. */
export interface Rate {
  readonly name: string;
  readonly rounds: readonly number[];
}

/** One thing to time: does `count` operations and resolves when the last is done. */
export interface Subject {
  readonly name: string;
  readonly count: number;
  run(count: number): Promise<void> | void;
}

/**
 * Times several things in turn, A B C A B C …, after one warm-up of a tenth: what the machine does meanwhile hits all alike.
 * Gives a Rate per thing, in their order.
 */
export async function compare(rounds: number, subjects: readonly Subject[]): Promise<Rate[]> {
  const rates = subjects.map(() => [] as number[]);
  for (const subject of subjects) await subject.run(Math.max(1, Math.ceil(subject.count / 10)));
  for (let round = 0; round < rounds; round++) {
    for (const [i, subject] of subjects.entries()) {
      const start = performance.now();
      await subject.run(subject.count);
      rates[i]?.push((subject.count * 1000) / (performance.now() - start));
    }
  }
  return subjects.map((subject, i) => ({ name: subject.name, rounds: rates[i] ?? [] }));
}

/** Runs `count` tasks with `width` of them under way at any time. */
export async function atOnce(
  width: number,
  count: number,
  task: (i: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) await task(next++);
  };
  await Promise.all(Array.from({ length: Math.min(width, count) }, lane));
}

/** The q-quantile (0 to 1) of numbers, nearest rank; NaN for none. */
export function quantile(numbers: readonly number[], q: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

/** The median. */
export function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5);
}
