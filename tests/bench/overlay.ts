import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { startChromium } from '../../servers/browser/chromium.ts';
import { FACEBOOK } from '../../servers/browser/person.ts';
import { firstRun } from '../../servers/browser/screens/firstrun.ts';
import { fillThreads } from '../e2e/world/manythreads.ts';
import { extensionProcesses, PageMeter, scroll } from './browser/meter.ts';
import { BrowserWorld } from './browser/pair.ts';
import { writeTiny } from './browser/tiny.ts';
import { cpuOf } from './cpu.ts';
import { median, quantile } from './measure.ts';
import { figure, table } from './table.ts';

const OURS = 10;
const ROUNDS = 3;
const FRAMES = 600;
const STEP = 60;
const SETTLE = 5000;
const WINDOW = { width: 1280, height: 900 };

interface Measured {
  readonly frames: number[];
  readonly task: number[];
  readonly script: number[];
  readonly layout: number[];
  readonly extension: number[];
  readonly long: number[];
  /** Frames of ours in the page at the end. */
  readonly ours: number[];
}

/** (m) Scrolling the replica's feed of 200 units with ten posts of ours in it, and without the extension. */
export async function run(): Promise<void> {
  const world = await BrowserWorld.open();
  try {
    const alice = await world.person('Alice', false);
    await firstRun(alice);
    await fillThreads(await alice.home(), OURS);
    await alice.close();
    const tiny = join(world.folder, 'tiny');
    await writeTiny(tiny);
    const [without, with_] = [empty(), empty()];
    for (let round = 0; round < ROUNDS; round++) {
      await measure(world, alice.profile, tiny, without);
      await measure(world, alice.profile, join(world.folder, 'extension'), with_);
    }
    print(without, with_);
  } finally {
    await world.close();
  }
}

function empty(): Measured {
  return { frames: [], task: [], script: [], layout: [], extension: [], long: [], ours: [] };
}

async function measure(
  world: BrowserWorld,
  profile: string,
  extension: string,
  into: Measured,
): Promise<void> {
  const process = await startChromium({
    profile,
    extension,
    replica: world.replica,
    headless: true,
    window: WINDOW,
  });
  const browser = await chromium.connectOverCDP(process.cdp);
  try {
    const [context] = browser.contexts();
    if (context === undefined) throw new Error('Chromium has no context');
    const page = await context.newPage();
    await page.goto(`${FACEBOOK}?me=Alice`);
    await page.waitForTimeout(SETTLE);
    // the extension, new in this profile, opened its Home over it
    await page.bringToFront();
    await scrolled(page, profile, into);
  } finally {
    await browser.close();
    await process.stop();
  }
}

async function scrolled(page: Page, profile: string, into: Measured): Promise<void> {
  const meter = await PageMeter.of(page);
  await page.evaluate(noteLongTasks);
  const pids = extensionProcesses(profile);
  const [before, cpu] = [await meter.work(), await cpuOf(pids)];
  into.frames.push(...(await scroll(page, FRAMES, STEP)));
  const after = await meter.work();
  into.extension.push(((await cpuOf(pids)) - cpu) / 1000 / FRAMES);
  for (const what of ['task', 'script', 'layout'] as const)
    into[what].push((after[what] - before[what]) / FRAMES);
  into.long.push((await page.evaluate('globalThis.longTasks')) as number);
  into.ours.push(page.frames().filter((frame) => frame.url().includes('/frame.html')).length);
}

function noteLongTasks(): void {
  Object.assign(globalThis, { longTasks: 0 });
  const add = (count: number): void => {
    const page = globalThis as unknown as { longTasks: number };
    page.longTasks += count;
  };
  new PerformanceObserver((list) => add(list.getEntries().length)).observe({ entryTypes: ['longtask'] });
}

function print(without: Measured, with_: Measured): void {
  const row = (name: string, one: Measured): string[] => [
    name,
    ...[quantile(one.frames, 0.5), quantile(one.frames, 0.95)].map(figure),
    ...[one.task, one.script, one.layout].map((all) => all.map(figure).join(', ')),
    ...[one.extension, one.long, one.ours].map((all) => figure(median(all))),
  ];
  const head = ['page', 'frame p50 ms', 'p95 ms', 'main thread a frame, ms', 'of it script', 'of it layout'];
  table(
    `(m) The replica's home feed, ${OURS} posts of ours in it, ${FRAMES} frames of ${STEP} px, ${ROUNDS} rounds`,
    [
      [...head, 'extension processes a frame, ms', 'long tasks', 'frames of ours'],
      row('floor: without the extension', without),
      row('with it', with_),
    ],
  );
  const cost = with_.task.map((ms, i) => ms - (without.task[i] ?? Number.NaN));
  console.log(`\nOn the page's main thread the overlay costs ${figure(median(cost))} ms a frame (CPU).`);
}
