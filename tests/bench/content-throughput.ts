import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { append, create, read } from '../../lib/protocol/commands/content.ts';
import type { Bus } from '../../servers/bus.ts';
import { envelopeSubject } from '../../servers/subjects.ts';
import { ContentWorld } from '../network/contentworld.ts';
import { TestAuthor, TestItem } from '../unit/servers/content/people.ts';
import { atOnce } from './measure.ts';

/**
 * Reads and appends a second at one content company, envelopes sealed before the clock starts. The content servers are
 * processes of their own. Run alone: node tests/bench/content-throughput.ts [processes]
 */
export async function contentThroughput(processes: number): Promise<Record<string, number>> {
  const world = await ContentWorld.open(0);
  try {
    for (let n = 0; n < processes; n++) await world.fork();
    const bus = await world.bus();
    const rates: Record<string, number> = {};
    rates.reads = await reads(world, bus, 4_000);
    rates.appends32 = await appends(world, bus, 32, 1, 64);
    rates.appendsSpread = await appends(world, bus, 32, 32, 64);
    rates.creates = await creates(world, bus, 1_500);
    return rates;
  } finally {
    await world.close();
  }
}

async function timed(count: number, run: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await run();
  return Math.round((count * 1000) / (performance.now() - from));
}

/** Sends sealed questions and opens the first answer, to see that they were done. */
async function send(bus: Bus, sealed: ReturnType<ContentWorld['seal']>[], width: number): Promise<void> {
  let bad = 0;
  await atOnce(width, sealed.length, async (i) => {
    const one = sealed[i];
    if (one === undefined) return;
    const frame = await bus.request(envelopeSubject('north', 'content'), one.envelope, 20_000);
    if (frame[0] !== 1) bad++;
    if (i % 50 === 0) {
      const opened = one.open(frame);
      if (opened === null || !('cbor' in opened) || opened.cbor[1] !== 0x62) bad++;
    }
  });
  if (bad > 0) throw new Error(`${bad} questions were not done`);
}

async function reads(world: ContentWorld, bus: Bus, count: number): Promise<number> {
  const authors = Array.from({ length: 20 }, () => new TestAuthor());
  const items = Array.from({ length: 20 }, () => new TestItem());
  for (const item of items) {
    await world.ask(create, item.creation());
    for (const author of authors) await world.ask(append, item.appending([author.entry(item)]));
  }
  const sealed = Array.from({ length: count }, (_, i) => {
    const item = items[i % items.length];
    if (item === undefined) throw new Error('no item');
    return world.seal(read, { id: item.id }, 20_000);
  });
  return timed(count, () => send(bus, sealed, 32));
}

async function appends(
  world: ContentWorld,
  bus: Bus,
  people: number,
  threads: number,
  each: number,
): Promise<number> {
  const items = Array.from({ length: threads }, () => new TestItem());
  const authors = Array.from({ length: people }, () => new TestAuthor());
  for (const item of items) await world.ask(create, item.creation());
  const sealed = Array.from({ length: people * each }, (_, i) => {
    const item = items[i % items.length];
    const author = authors[i % people];
    if (item === undefined || author === undefined) throw new Error('nobody');
    const first = i < people;
    return world.seal(append, item.appending([author.entry(item)], { paid: first, seen: 1 }));
  });
  await send(bus, sealed.slice(0, people), people);
  const rest = sealed.slice(people);
  return timed(rest.length, () => send(bus, rest, people));
}

async function creates(world: ContentWorld, bus: Bus, count: number): Promise<number> {
  const author = new TestAuthor();
  const sealed = Array.from({ length: count }, () => {
    const item = new TestItem();
    return world.seal(create, item.creation([author.entry(item, { sealed: p.random(1024) })]));
  });
  return timed(count, () => send(bus, sealed, 32));
}

if (process.argv[1] === import.meta.filename) {
  const rates = await contentThroughput(Number(process.argv[2] ?? 1));
  process.stdout.write(`${JSON.stringify(rates)}\n`);
}
