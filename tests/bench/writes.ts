import { BenchItems } from './items.ts';
import { atOnce, compare, type Subject, share } from './measure.ts';
import { type Publishing, startPublishing } from './publish.ts';
import { aim, rates } from './table.ts';
import { BenchWorld } from './world.ts';

const ROUNDS = 4;
const CREATES = 200;
const COMMENTS = 1_000;
const THREADS = 32;
const WIDTH = 32;

/** (b) Creates and comments against bare JetStream publish of the same envelopes. Credentials are real. */
export async function run(): Promise<void> {
  const world = await BenchWorld.open();
  const floor = await startPublishing();
  try {
    const items = new BenchItems(world);
    await items.fetch(CREATES * (ROUNDS + 2) + THREADS * 2 * (ROUNDS + 2));
    const creating = () => items.creation();
    await measure(world, floor, 'creates, each with its credential', CREATES, () =>
      Promise.resolve(creating),
    );
    await measure(world, floor, `comments in ${THREADS} threads`, COMMENTS, () => commenting(items));
  } finally {
    await floor.stop();
    await world.close();
  }
}

/** Comments of one person in each of several new threads, in turn. */
async function commenting(items: BenchItems): Promise<(i: number) => Uint8Array> {
  const places = await Promise.all(
    Array.from({ length: THREADS }, async () => {
      const item = await items.thread();
      const [author] = await items.people(item, 1);
      if (author === undefined) throw new Error('nobody');
      return { item, author };
    }),
  );
  return (i) => {
    const place = places[i % THREADS];
    if (place === undefined) throw new Error('nowhere');
    return items.comment(place.item, place.author);
  };
}

async function measure(
  world: BenchWorld,
  floor: Publishing,
  title: string,
  count: number,
  begin: () => Promise<(i: number) => Uint8Array>,
): Promise<void> {
  let sealed: Uint8Array[] = [];
  const subject: Subject = {
    name: title,
    count,
    prepare: async (wanted) => {
      const make = await begin();
      sealed = Array.from({ length: wanted }, (_, i) => make(i));
    },
    run: async (wanted) => {
      await atOnce(WIDTH, wanted, async (i) => {
        const envelope = sealed[i];
        if (envelope === undefined) throw new Error('not sealed');
        const frame = await world.send('content', envelope);
        if (frame[0] !== 1) throw new Error('not answered');
      });
    },
    pids: [world.stack.server('north', 'content').pid],
    thread: world.stack.server('north', 'content').pid,
  };
  const bare = 'bare JetStream publish, same bytes';
  // after the subject in each round, so that the same envelopes are there
  const publish = (wanted: number) => atOnce(WIDTH, wanted, (i) => floor.put(sealed[i] ?? new Uint8Array(1)));
  const measured = await compare(ROUNDS, [subject, { name: bare, count, run: publish, pids: [floor.pid] }]);
  const size = sealed[0]?.length ?? 0;
  rates(`(b) ${title}, envelopes of ${size} bytes, ${WIDTH} at once`, measured, [bare]);
  aim(`of ${bare}`, '0.25', share(measured, title, bare) >= 0.25);
}
