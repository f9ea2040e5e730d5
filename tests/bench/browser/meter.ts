import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { CDPSession, Page } from 'playwright-core';

/** What a page's main thread did, by the browser's own count: CPU time, ms. */
export interface Work {
  readonly task: number;
  readonly script: number;
  readonly layout: number;
}

/** The DevTools meter of one page. */
export class PageMeter {
  readonly #session: CDPSession;

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  static async of(page: Page): Promise<PageMeter> {
    const session = await page.context().newCDPSession(page);
    // CPU time of the thread: what else runs on the machine moves it less than it moves the clock
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new PageMeter(session);
  }

  async work(): Promise<Work> {
    const of = await this.#metrics();
    return {
      task: of('TaskDuration') * 1000,
      script: of('ScriptDuration') * 1000,
      layout: (of('LayoutDuration') + of('RecalcStyleDuration')) * 1000,
    };
  }

  /** JavaScript's heap after garbage was collected, MB. */
  async heap(): Promise<number> {
    await this.#session.send('HeapProfiler.collectGarbage');
    return (await this.#metrics())('JSHeapUsedSize') / 1e6;
  }

  async #metrics(): Promise<(name: string) => number> {
    const { metrics } = await this.#session.send('Performance.getMetrics');
    return (name) => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
  }
}

/** Scrolls by `step` px in each frame, up again at the end of the page, `frames` times; time between frames, ms. */
export async function scroll(page: Page, frames: number, step: number): Promise<number[]> {
  return await page.evaluate(
    ([frames, step]) =>
      new Promise<number[]>((resolve) => {
        const times: number[] = [];
        let way = 1;
        let before = performance.now();
        const next = (): void => {
          const now = performance.now();
          times.push(now - before);
          before = now;
          const root = document.documentElement;
          if (way > 0 && scrollY + innerHeight >= root.scrollHeight - 1) way = -1;
          else if (way < 0 && scrollY <= 0) way = 1;
          scrollBy(0, way * step);
          if (times.length > frames) resolve(times.slice(1));
          else requestAnimationFrame(next);
        };
        requestAnimationFrame(next);
      }),
    [frames, step] as const,
  );
}

/** Process ids in which extensions run, of the browser on a profile. */
export function extensionProcesses(profile: string): number[] {
  const all = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .map(([pid, parent, ...args]) => ({ pid: Number(pid), parent: Number(parent), args }));
  const main = all.filter(({ args }) => args.includes(`--user-data-dir=${profile}`));
  const ours = new Set(main.map(({ pid }) => pid));
  for (const _ of [1, 2, 3]) for (const { pid, parent } of all) if (ours.has(parent)) ours.add(pid);
  return all
    .filter(({ pid, args }) => ours.has(pid) && args.includes('--extension-process'))
    .map(({ pid }) => pid);
}

/** Memory of processes, each shared page in parts (PSS), MB. */
export function memoryOf(pids: readonly number[]): number {
  const of = (pid: number): number => {
    const [, kilobytes = '0'] =
      /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
    return (Number(kilobytes) * 1024) / 1e6;
  };
  return pids.reduce((sum, pid) => sum + of(pid), 0);
}
