import { startBarePeer } from './barepeer.ts';
import type { Mark } from './browser/marks.ts';
import { BrowserWorld } from './browser/pair.ts';
import { Telling, type Told } from './browser/telling.ts';
import { startFloor } from './floor.ts';
import { median, quantile } from './measure.ts';
import { aim, figure, table } from './table.ts';

const POSTS = Number(process.env.PEERWALL_BENCH_POSTS ?? 30);
const PACED = Math.min(8, Math.ceil(POSTS / 3));
const FLOORS = 200;
const CLASS = 8192;
const LETTER = 2048;

/** (i) From the click on Post in the composer on Facebook's page until a Friend's frame on Facebook's page has painted it. */
export async function run(): Promise<void> {
  const floor = await bare();
  const world = await BrowserWorld.open();
  try {
    const { alice, bob } = await world.friends();
    const direct = await new Telling(alice, bob).posts('direct', POSTS, 'at once');
    await alice.off();
    await bob.off();
    // the other one writes: a day's credentials are a hundred
    const telling = new Telling(await world.person('Bob', false), await world.person('Alice', false));
    const mailbox = await telling.posts('mailbox', POSTS, 'asked');
    const paced = await telling.posts('paced', PACED, 'at once');
    print(floor, direct, mailbox, paced);
  } finally {
    await world.close();
  }
}

interface Floor {
  readonly nats: number[];
  readonly stream: number[];
}

/** One after the other: a bare request of an envelope's bytes, and a bare stream with a letter's. */
async function bare(): Promise<Floor> {
  const nats = await startFloor(CLASS);
  const peer = await startBarePeer(LETTER);
  const [envelope, letter] = [new Uint8Array(CLASS), new Uint8Array(LETTER)];
  const times: Floor = { nats: [], stream: [] };
  for (let i = -20; i < FLOORS; i++) {
    const start = performance.now();
    await nats.plain(envelope);
    const between = performance.now();
    await peer.send(letter);
    if (i < 0) continue;
    times.nats.push(between - start);
    times.stream.push(performance.now() - between);
  }
  await nats.stop();
  await peer.stop();
  return times;
}

const STAGES: [name: string, at: (one: Told) => number | undefined][] = [
  ['in the own database', ({ author }) => first(author, 'wall')],
  ['its server has it', ({ author }) => first(author, 'items', 'there')],
  ['letter written', ({ author }) => first(author, 'lettersOut', 'written')],
  ['letter counts as sent', ({ author }) => first(author, 'lettersOut', 'sent')],
  ['in the Friend’s database', ({ reader }) => first(reader, 'newsFeed')],
  ['painted', ({ painted }) => painted],
];

function first(marks: readonly Mark[], store: string, state?: string): number | undefined {
  return marks.find((mark) => mark.store === store && (state === undefined || mark.state === state))?.at;
}

function print(floor: Floor, direct: Told[], mailbox: Told[], paced: Told[]): void {
  const whole = (all: Told[]) => all.map(({ pressed, painted }) => painted - pressed);
  const beyond = mailbox.map(
    (one) => (first(one.author, 'lettersOut', 'sent') ?? Number.NaN) - one.pressed + one.painted - one.asked,
  );
  const both = floor.nats.map((ms, i) => ms + (floor.stream[i] ?? 0));
  const thrice = floor.nats.map((ms) => 3 * ms);
  table(
    `(i) From Post to visible in a Friend's page, ${direct.length} and ${mailbox.length} posts by the composer`,
    [
      ['way', 'p50 ms', 'p99 ms', 'over floor p50'],
      line('floor: a NATS request of 8 KiB and a libp2p stream of 2 KiB', both, both),
      line('by helper', whole(direct), both),
      line('floor: three NATS requests of 8 KiB', thrice, thrice),
      line('by mailbox, beyond the asking pace', beyond, thrice),
      line(`by mailbox, asked every 15 s, ${paced.length} posts`, whole(paced), thrice),
    ],
  );
  stages(direct, mailbox);
  aim('by helper', '300 ms at p50', median(whole(direct)) <= 300);
  aim('by mailbox, beyond the asking pace', '2 s at p50', median(beyond) <= 2000);
}

function stages(direct: Told[], mailbox: Told[]): void {
  const since = (all: Told[], at: (one: Told) => number | undefined, from: 'pressed' | 'asked') =>
    figure(median(all.flatMap((one) => (at(one) === undefined ? [] : (at(one) ?? 0) - one[from]))));
  table('(i) Where the time goes, p50 in ms', [
    ['moment', 'by helper, since Post', 'by mailbox, since Post', 'by mailbox, since the asking'],
    ...STAGES.map(([name, at], i) => [
      name,
      since(direct, at, 'pressed'),
      i < 4 ? since(mailbox, at, 'pressed') : '',
      i < 4 ? '' : since(mailbox, at, 'asked'),
    ]),
  ]);
  console.log(
    '\nBy mailbox: from Post until the mailbox has the letter, and from the asking until it is painted.',
  );
}

function line(name: string, times: number[], floor: number[]): string[] {
  return [
    name,
    figure(quantile(times, 0.5)),
    figure(quantile(times, 0.99)),
    figure(median(times) / median(floor)),
  ];
}
