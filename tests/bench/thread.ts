import { append } from '../../lib/protocol/commands/content.ts';
import { BenchItems } from './items.ts';
import { atOnce, compare, median } from './measure.ts';
import { startPublishing } from './publish.ts';
import { aim, rates } from './table.ts';
import { BenchWorld } from './world.ts';

const PEOPLE = 32;
const EACH = 40;
const ROUNDS = 5;
const AIM = 2_000;

/** (c) 32 people write in one thread at once; the floor is bare JetStream publish of the same envelopes. */
export async function run(): Promise<void> {
  const world = await BenchWorld.open();
  const floor = await startPublishing();
  try {
    const items = new BenchItems(world);
    await items.fetch((PEOPLE + 1) * (ROUNDS + 1));
    let sealed: Uint8Array[] = [];
    const title = `${append.name}, one thread`;
    const bare = 'bare JetStream publish, same bytes';
    const of = (i: number) => sealed[i] ?? new Uint8Array(1);
    const measured = await compare(ROUNDS, [
      {
        name: title,
        count: PEOPLE * EACH,
        prepare: async (count) => {
          const item = await items.thread();
          const authors = await items.people(item, PEOPLE);
          sealed = Array.from({ length: Math.ceil(count / PEOPLE) }, () =>
            authors.map((author) => items.comment(item, author)),
          ).flat();
        },
        run: (count) =>
          atOnce(PEOPLE, count, async (i) => {
            const frame = await world.send('content', of(i));
            if (frame[0] !== 1) throw new Error('not answered');
          }),
        pids: [world.stack.server('north', 'content').pid],
        thread: world.stack.server('north', 'content').pid,
      },
      {
        name: bare,
        count: PEOPLE * EACH,
        run: (count) => atOnce(PEOPLE, count, (i) => floor.put(of(i))),
        pids: [floor.pid],
      },
    ]);
    rates(`(c) ${PEOPLE} people on one thread, envelopes of ${of(0).length} bytes`, measured, [bare]);
    const reached = median(measured[0]?.rounds ?? []);
    aim(`${Math.round(reached)} appends a second`, AIM.toLocaleString('en-US'), reached >= AIM);
  } finally {
    await floor.stop();
    await world.close();
  }
}
