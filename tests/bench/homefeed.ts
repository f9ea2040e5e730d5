import type { Page } from 'playwright-core';
import type { Person } from '../../servers/browser/person.ts';
import { firstRun } from '../../servers/browser/screens/firstrun.ts';
import { until } from '../../servers/browser/until.ts';
import { fillThreads } from '../e2e/world/manythreads.ts';
import { extensionProcesses, memoryOf, PageMeter, scroll } from './browser/meter.ts';
import { BrowserWorld } from './browser/pair.ts';
import { median, quantile } from './measure.ts';
import { aim, figure, table } from './table.ts';

const FEW = 20;
const MANY = 10_000;
const OPENINGS = 15;
const FRAMES = 300;
const STEP = 200;

interface Measured {
  readonly painted: number[];
  readonly frames: number[];
  /** CPU of the page's main thread per scroll step, ms. */
  readonly task: number;
  readonly heap: number;
  readonly heapAfter: number;
  readonly memory: number;
}

/** (j) Home with 10,000 threads in the database, and with 20: opening, scrolling, memory. */
export async function run(): Promise<void> {
  const world = await BrowserWorld.open();
  try {
    const alice = await world.person('Alice', false);
    await firstRun(alice);
    await alice.context.addInitScript(noteFirstArticle);
    const few = await measure(alice, FEW);
    const many = await measure(alice, MANY);
    table(`(j) Home, ${OPENINGS} openings, ${FRAMES} scroll steps of ${STEP} px`, [
      [
        'threads',
        'first post p50 ms',
        'p95 ms',
        'frame p50 ms',
        'p95 ms',
        'main thread a step, ms',
        ...MEMORY,
      ],
      row(`floor: ${FEW}`, few),
      row(figure(MANY), many),
    ]);
    console.log(
      '\nFirst post: painted, since the page was asked for. Main thread: its CPU. The 20 are scrolled up and down: nothing is brought.',
    );
    aim('first post with 10,000 threads', 'under 500 ms', median(many.painted) < 500);
  } finally {
    await world.close();
  }
}

const MEMORY = ['heap MB', 'heap after scrolling MB', 'extension process MB'];

function row(name: string, one: Measured): string[] {
  const { painted, frames } = one;
  const spread = [painted, frames].flatMap((times) => [quantile(times, 0.5), quantile(times, 0.95)]);
  return [name, ...[...spread, one.task, one.heap, one.heapAfter, one.memory].map(figure)];
}

async function measure(alice: Person, threads: number): Promise<Measured> {
  const home = await alice.home();
  await fillThreads(home, threads);
  await opened(home);
  const painted: number[] = [];
  for (let i = 0; i < OPENINGS; i++) painted.push(await opened(home));
  const meter = await PageMeter.of(home);
  const heap = await meter.heap();
  const before = await meter.work();
  const frames = await scroll(home, FRAMES, STEP);
  const task = ((await meter.work()).task - before.task) / FRAMES;
  const heapAfter = await meter.heap();
  return { painted, frames, task, heap, heapAfter, memory: memoryOf(extensionProcesses(alice.profile)) };
}

/** Opens Home anew; when its first post was painted, ms since the page was asked for. */
async function opened(home: Page): Promise<number> {
  await home.reload();
  await home.getByRole('article').first().waitFor();
  return await until(
    'the first post',
    async () => (await home.evaluate('globalThis.firstArticle')) as number,
  );
}

function noteFirstArticle(): void {
  const observer = new MutationObserver(() => {
    if (document.querySelector('article') === null) return;
    observer.disconnect();
    requestAnimationFrame(() =>
      setTimeout(() => Object.assign(globalThis, { firstArticle: performance.now() })),
    );
  });
  observer.observe(document, { childList: true, subtree: true });
}
