import type { Frame, Page } from 'playwright-core';
import type { Person } from '../../servers/browser/person.ts';
import { openComposer } from '../../servers/browser/screens/composer.ts';
import { until } from '../../servers/browser/until.ts';
import { startBarePeer } from './barepeer.ts';
import { listenIn, type Mark, Marks } from './browser/marks.ts';
import { BrowserWorld } from './browser/pair.ts';
import { startFloor } from './floor.ts';
import { median, quantile } from './measure.ts';
import { aim, figure, table } from './table.ts';

const POSTS = Number(process.env.PEERWALL_BENCH_POSTS ?? 30);
const PACED = Math.min(8, POSTS);
const FLOORS = 200;
const CLASS = 8192;
const LETTER = 2048;
const PATTERN = /Bench \w+ \d+\./;
const PATIENCE = 60_000;
const REACH = 1000;

/** A post: when it was pressed, painted, and what both backgrounds wrote meanwhile; moments in ms. */
interface Told {
  readonly pressed: number;
  readonly painted: number;
  readonly author: Mark[];
  readonly reader: Mark[];
  /** When the reader's mailboxes were made to be asked. */
  readonly asked: number;
}

interface Side {
  readonly page: Page;
  readonly marks: Marks;
}

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

class Telling {
  readonly #author: Person;
  readonly #reader: Person;
  readonly #heard = new Map<string, (at: number) => void>();
  #sides: { author: Side; reader: Side } | null = null;

  constructor(author: Person, reader: Person) {
    this.#author = author;
    this.#reader = reader;
  }

  /** So many posts, one after the other; `asked`: the reader's mailboxes are asked once the letter is there, not by the clock. */
  async posts(word: string, count: number, way: 'at once' | 'asked'): Promise<Told[]> {
    this.#sides ??= { author: await this.#open(this.#author), reader: await this.#open(this.#reader) };
    const all: Told[] = [];
    // the first one does not count: pages, caches and connections are made
    for (let number = 0; number <= count; number++) {
      const told = await this.#post(this.#sides, `Bench ${word} ${number}.`, way).catch(asLost);
      if (told === null) await this.#sides.author.page.reload();
      else if (number > 0) all.push(told);
    }
    return all;
  }

  async #open(person: Person): Promise<Side> {
    await listenIn(person.context, PATTERN, (what, text, at) => {
      const key = what === 'pressed' ? `pressed at ${person.name}` : `${text} at ${person.name}`;
      this.#heard.get(key)?.(at);
    });
    const page = await person.facebook();
    for (const other of person.context.pages()) if (other !== page) await other.close();
    return { page, marks: await Marks.of(person) };
  }

  async #post(
    { author, reader }: { author: Side; reader: Side },
    text: string,
    way: 'at once' | 'asked',
  ): Promise<Told> {
    await settled(author.marks);
    await reader.marks.taken();
    const pressing = this.#hear(`pressed at ${this.#author.name}`);
    const painting = this.#hear(`${text} at ${this.#reader.name}`);
    const frame = await openComposer(author.page);
    await write(author.page, frame, `${text} Rain.`);
    await frame.getByRole('button', { name: 'Post', exact: true }).click({ noWaitAfter: true });
    const pressed = await soon('Post pressed', pressing);
    const before: Mark[] = [];
    let asked = pressed;
    if (way === 'asked') {
      await sent(author.marks, before);
      asked = await askNow(reader.page);
    }
    const painted = await soon(text, painting);
    await author.page.bringToFront();
    await sent(author.marks, before);
    return { pressed, painted, asked, author: before, reader: await reader.marks.taken() };
  }

  #hear(key: string): Promise<number> {
    return new Promise((resolve) => this.#heard.set(key, resolve));
  }
}

function asLost(error: unknown): null {
  console.log(`lost: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
  return null;
}

/** Writes into the composer once it has the keyboard. */
async function write(page: Page, frame: Frame, text: string): Promise<void> {
  const box = frame.getByRole('textbox', { name: "What's on your mind?" });
  await until('the keyboard in the composer', async () => {
    await box.click();
    return await box.evaluate((node) => document.hasFocus() && document.activeElement === node);
  });
  await page.keyboard.type(text);
  // one who just wrote takes a moment to reach the button; a composer that was not seen for half a second refuses
  await page.waitForTimeout(REACH);
}

async function soon<T>(what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not in time: ${what}`)), PATIENCE);
  });
  return await Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Waits until a letter of the author counts as sent, taking the marks on the way. */
async function sent(marks: Marks, into: Mark[]): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (!into.some(({ store, state }) => store === 'lettersOut' && state === 'sent')) {
    if (Date.now() > end) throw new Error('the letter was not sent');
    into.push(...(await marks.taken()));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Waits until the author's background has written nothing for a while. */
async function settled(marks: Marks): Promise<void> {
  do await new Promise((resolve) => setTimeout(resolve, 1000));
  while ((await marks.taken()).length > 0);
}

/** All surfaces say that they are hidden, then that they are seen: at that the mailboxes are asked. The moment, ms. */
async function askNow(page: Page): Promise<number> {
  const ours = page.frames().filter((frame) => frame.url().includes('/frame.html'));
  let at = Date.now();
  for (const visible of [false, true]) {
    at = Date.now();
    for (const frame of ours)
      await frame
        .evaluate(
          // @ts-expect-error the browser's own
          (args) => globalThis.chrome.runtime.sendMessage({ ask: 'surface.visible', args }),
          { visible },
        )
        .catch(() => undefined);
  }
  return at;
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
