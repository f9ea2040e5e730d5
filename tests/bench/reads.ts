import type { SealedQuestion } from '../../lib/crypto/envelope.ts';
import { SIZE_CLASSES, type SizeClass } from '../../lib/crypto/header.ts';
import { append, create, read } from '../../lib/protocol/commands/content.ts';
import { TestAuthor, TestItem } from '../network/contentworld.ts';
import { startFloor } from './floor.ts';
import { atOnce, compare, share } from './measure.ts';
import { fetchTokens, pay } from './people.ts';
import { aim, rates } from './table.ts';
import { BenchWorld, resultOf } from './world.ts';

const THREADS = 20;
const COMMENTS = 19;
const READS = 2_000;
const WIDTH = 64;
const ROUNDS = 5;

/** (a) Threads of a post and 19 comments, read at one content server. */
export async function run(): Promise<void> {
  const world = await BenchWorld.open();
  try {
    const threads = await makeThreads(world);
    const whole = (item: TestItem) => world.seal(read, { id: item.id }, 0, 2);
    await measure(world, 'whole thread', 2, threads, whole);
    const known = new Map<TestItem, { rev: number; root: Uint8Array }>();
    for (const item of threads) known.set(item, (await world.ask(read, { id: item.id }, 40_000)).standing);
    const again = (item: TestItem) => {
      const { rev = 0, root = item.drop } = known.get(item) ?? {};
      return world.seal(read, { id: item.id, known: { rev, root } }, 0, 1);
    };
    await measure(world, 'nothing new', 1, threads, again);
  } finally {
    await world.close();
  }
}

async function measure(
  world: BenchWorld,
  what: string,
  sizeClass: SizeClass,
  threads: readonly TestItem[],
  seal: (item: TestItem) => SealedQuestion,
): Promise<void> {
  const first = seal(threads[0] ?? new TestItem());
  const frame = await world.send('content', first.envelope);
  resultOf(read, first, frame);
  const floor = await startFloor(frame.length);
  // all get other bytes each time, sealed before the clock starts: no envelope is answered twice
  let sealed: Uint8Array[] = [];
  const prepare = (count: number) => {
    sealed = Array.from(
      { length: count },
      (_, i) => seal(threads[i % threads.length] ?? new TestItem()).envelope,
    );
  };
  const asking = (ask: (payload: Uint8Array) => Promise<Uint8Array>) => (count: number) =>
    atOnce(WIDTH, count, async (i) => {
      const answer = await ask(sealed[i] ?? first.envelope);
      if (answer.length !== frame.length) throw new Error('not answered');
    });
  const size = SIZE_CLASSES[sizeClass] / 1024;
  const plain = `bare request-reply, ${size} KiB`;
  const opening = 'bare request-reply with one X-Wing opening';
  const title = `reads, ${what}`;
  const server = world.stack.server('north', 'content').pid;
  const bareServer = { prepare, pids: [floor.pid], thread: floor.pid };
  const measured = await compare(ROUNDS, [
    { name: plain, count: READS, run: asking(floor.plain), ...bareServer },
    { name: opening, count: READS, run: asking(floor.opening), ...bareServer },
    {
      name: title,
      count: READS,
      prepare,
      run: asking((one) => world.send('content', one)),
      pids: [server],
      thread: server,
    },
  ]);
  await floor.stop();
  rates(`(a) ${title}, ${size} KiB class, ${WIDTH} at once`, measured, [plain, opening]);
  aim(`of ${plain}`, '0.25', share(measured, title, plain) >= 0.25);
  aim(`of ${opening}`, '0.70', share(measured, title, opening) >= 0.7);
}

async function makeThreads(world: BenchWorld): Promise<TestItem[]> {
  const tokens = await fetchTokens(world, THREADS * 2);
  const token = () => {
    const one = tokens.pop();
    if (one === undefined) throw new Error('no token left');
    return one;
  };
  const made: TestItem[] = [];
  for (let i = 0; i < THREADS; i++) {
    const item = new TestItem();
    const owner = new TestAuthor();
    await world.ask(create, pay(world, token(), create.name, item.creation([owner.entry(item)])));
    const friend = new TestAuthor();
    for (let n = 0; n < COMMENTS; n++) {
      const args = item.appending([friend.entry(item)], { paid: false });
      await world.ask(append, n === 0 ? pay(world, token(), append.name, args) : args);
    }
    made.push(item);
  }
  return made;
}
