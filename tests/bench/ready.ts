import { join } from 'node:path';
import { type Chromium, startChromium } from '../../servers/browser/chromium.ts';
import { firstRun } from '../../servers/browser/screens/firstrun.ts';
import { Cdp, type CdpPage } from './browser/cdp.ts';
import { BrowserWorld } from './browser/pair.ts';
import { writeTiny } from './browser/tiny.ts';
import { median, quantile } from './measure.ts';
import { aim, figure, table } from './table.ts';

const ROUNDS = 40;

/** (k) From a service worker that is stopped to its first answer, beside one that does nothing but answer. */
export async function run(): Promise<void> {
  const world = await BrowserWorld.open();
  try {
    const alice = await world.person('Alice', false);
    await firstRun(alice);
    await alice.close();
    const tiny = join(world.folder, 'tiny');
    const origin = await writeTiny(tiny);
    const chromium = await both(world, alice.profile, tiny);
    const cdp = await Cdp.open(chromium.cdp);
    try {
      await measure(
        await cdp.page(alice.address('home.html#friends')),
        await cdp.page(`${origin}/page.html`),
      );
    } finally {
      cdp.close();
      await chromium.stop();
    }
  } finally {
    await world.close();
  }
}

/** The browser with both extensions: of a switch that is given twice Chromium takes the last. */
async function both(world: BrowserWorld, profile: string, tiny: string): Promise<Chromium> {
  const extension = join(world.folder, 'extension');
  const folders = `${extension},${tiny}`;
  const pages = [`--disable-extensions-except=${folders}`, `--load-extension=${folders}`, 'about:blank'];
  return await startChromium({ profile, extension, replica: world.replica, headless: true, pages });
}

async function measure(home: CdpPage, tiny: CdpPage): Promise<void> {
  await home.evaluate('new Promise((done) => setTimeout(done, 3000))');
  const times = { tiny: [] as number[], first: [] as number[], whole: [] as number[], awake: [] as number[] };
  for (let round = -3; round < ROUNDS; round++) {
    const floor = await started(tiny, 'any');
    const first = await started(home, 'network.about');
    const whole = await started(home, 'status');
    const awake = await answered(home, 'status');
    if (round < 0) continue;
    times.tiny.push(floor);
    times.first.push(first);
    times.whole.push(whole);
    times.awake.push(awake);
  }
  const row = (name: string, all: number[]) => [
    name,
    ...[0.5, 0.95].map((q) => figure(quantile(all, q))),
    figure(median(all) / median(times.tiny)),
  ];
  table(`(k) From a stopped service worker to its answer, ${ROUNDS} times`, [
    ['asked', 'p50 ms', 'p95 ms', 'of floor'],
    row('floor: a service worker that answers at once', times.tiny),
    row('what is in the database (network.about)', times.first),
    row('what needs the local service (status)', times.whole),
    row('the same of one that is awake', times.awake),
  ]);
  aim('ready: the local service has answered', 'under 400 ms', median(times.whole) < 400);
}

async function started(page: CdpPage, ask: string): Promise<number> {
  await page.stopWorkers();
  return await answered(page, ask);
}

/** Milliseconds until this question is answered. */
async function answered(page: CdpPage, ask: string): Promise<number> {
  const message = JSON.stringify({ ask, args: {} });
  const expression = `(async () => {
    const start = performance.now();
    const answer = await chrome.runtime.sendMessage(${message});
    if (answer?.ok === undefined) throw new Error(JSON.stringify(answer));
    return performance.now() - start;
  })()`;
  return (await page.evaluate(expression)) as number;
}
