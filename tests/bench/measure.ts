import { cpuOf, mainThreadOf } from './cpu.ts';

/** Operations a second over several rounds, and what each cost the processes that were watched. */
export interface Rate {
  readonly name: string;
  readonly rounds: readonly number[];
  /** Microseconds of CPU an operation took in the subject's `pids`, round by round; NaN where none were named. */
  readonly cpu: readonly number[];
  /** The same of the main thread of `thread` alone. */
  readonly main: readonly number[];
}

/** One thing to time: does `count` operations and resolves when the last is done. */
export interface Subject {
  readonly name: string;
  readonly count: number;
  /** What is made ready before the clock starts. */
  prepare?(count: number): Promise<void> | void;
  run(count: number): Promise<void> | void;
  /** Processes whose CPU time is taken. */
  readonly pids?: readonly (number | null)[];
  /** The one of them whose main thread is of interest: a Node process. */
  readonly thread?: number | null;
}

/**
 * Times several things in turn, A B C A B C …, after one round that does not count (code is compiled,
 * caches fill): what the machine does meanwhile hits all alike.
 * Gives a Rate per thing, in their order.
 */
export async function compare(rounds: number, subjects: readonly Subject[]): Promise<Rate[]> {
  const rates = subjects.map(({ name }) => ({
    name,
    rounds: [] as number[],
    cpu: [] as number[],
    main: [] as number[],
  }));
  for (const subject of subjects) await timed(subject, subject.count);
  for (let round = 0; round < rounds; round++) {
    for (const [i, subject] of subjects.entries()) {
      const { perSecond, cpu, main } = await timed(subject, subject.count);
      rates[i]?.main.push(main);
      rates[i]?.rounds.push(perSecond);
      rates[i]?.cpu.push(cpu);
    }
  }
  return rates;
}

async function timed(
  subject: Subject,
  count: number,
): Promise<{ perSecond: number; cpu: number; main: number }> {
  const { pids, thread } = subject;
  const times = async () => ({
    cpu: pids === undefined ? Number.NaN : await cpuOf(pids),
    main: thread === undefined || thread === null ? Number.NaN : await mainThreadOf(thread),
  });
  await subject.prepare?.(count);
  const before = await times();
  const start = performance.now();
  await subject.run(count);
  const perSecond = (count * 1000) / (performance.now() - start);
  const after = await times();
  return { perSecond, cpu: (after.cpu - before.cpu) / count, main: (after.main - before.main) / count };
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

/** The median of round-by-round ratios of one rate to another. */
export function share(measured: readonly Rate[], one: string, floor: string): number {
  const of = (name: string) => measured.find((rate) => rate.name === name)?.rounds ?? [];
  const base = of(floor);
  return median(of(one).map((rate, i) => rate / (base[i] ?? Number.NaN)));
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
