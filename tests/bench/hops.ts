import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { type Stop, sealRoute } from '../../lib/crypto/onion.ts';
import { gone } from '../../lib/protocol/commands/content.ts';
import type { Role } from '../../lib/protocol/network.ts';
import { cpuOf } from './cpu.ts';
import { atOnce, median, quantile } from './measure.ts';
import { figure, table } from './table.ts';
import { BenchWorld, minute } from './world.ts';

const ALONE = 150;
const TOGETHER = 600;
const WIDTH = 16;
const ROUNDS = 3;
const CLASS = 1;

interface Measured {
  readonly times: number[];
  readonly rates: number[];
  readonly cpu: Record<Role | 'nats', number[]>;
}

/** (d) The same small question of 8 KiB directly and over two hops, with the wait an exit adds and without. */
export async function run(): Promise<void> {
  const rows: string[][] = [];
  for (const jitter of [0, undefined]) {
    const world = await BenchWorld.open(jitter);
    try {
      const direct = empty();
      const hops = empty();
      for (let round = 0; round < ROUNDS; round++) {
        await measure(world, direct, (count) => directly(world, count));
        await measure(world, hops, (count) => overHops(world, count));
      }
      const name = jitter === undefined ? 'two hops, with jitter (default)' : 'two hops, jitter off';
      rows.push(row(`direct, beside ${name}`, direct), row(name, hops, direct));
    } finally {
      await world.close();
    }
  }
  table(`(d) Two hops over a direct request, 8 KiB class, ${ROUNDS} rounds`, [
    ['way', 'p50 ms', 'p99 ms', 'over direct p50', `a second, ${WIDTH} at once`, ...HEADS],
    ...rows,
  ]);
  console.log('\nms: one after the other. us: CPU of a request at each process. Floor: the direct request.');
}

const HEADS = ['entry us', 'exit us', 'content us', 'nats-servers us'];

function empty(): Measured {
  return { times: [], rates: [], cpu: { id: [], ad: [], content: [], entry: [], exit: [], nats: [] } };
}

type Ask = (i: number) => Promise<Uint8Array>;

function directly(world: BenchWorld, count: number): Ask {
  const all = Array.from(
    { length: count },
    () => world.seal(gone, { drop: p.random(32) }, 0, CLASS).envelope,
  );
  return (i) => world.send('content', all[i] ?? new Uint8Array(0));
}

function overHops(world: BenchWorld, count: number): Ask {
  const stop = (role: Role): Stop => ({ id: world.server(role), publicKey: world.key(role) });
  const route = { entry: stop('entry'), exit: stop('exit'), server: stop('content') };
  const all = Array.from({ length: count }, () => {
    const question = { c: gone.name, t: minute(), a: { drop: p.random(32) } };
    return sealRoute(p, route, CLASS, question).bytes;
  });
  const door = `${world.stack.doors[0]}/v1/envelope`;
  const headers = { 'content-type': 'application/octet-stream' };
  return async (i) => {
    const body = Uint8Array.from(all[i] ?? new Uint8Array(0));
    const answer = await fetch(door, { method: 'POST', headers, body });
    return new Uint8Array(await answer.arrayBuffer());
  };
}

async function measure(world: BenchWorld, into: Measured, make: (count: number) => Ask): Promise<void> {
  const check = (frame: Uint8Array) => {
    if (frame[0] !== 1) throw new Error('not answered');
  };
  const warm = make(WIDTH);
  await atOnce(WIDTH, WIDTH, async (i) => check(await warm(i)));
  const alone = make(ALONE);
  for (let i = 0; i < ALONE; i++) {
    const start = performance.now();
    check(await alone(i));
    into.times.push(performance.now() - start);
  }
  const together = make(TOGETHER);
  const before = await times(world);
  const start = performance.now();
  await atOnce(WIDTH, TOGETHER, async (i) => check(await together(i)));
  into.rates.push((TOGETHER * 1000) / (performance.now() - start));
  const after = await times(world);
  for (const role of ['content', 'entry', 'exit', 'nats'] as const)
    into.cpu[role].push((after[role] - before[role]) / TOGETHER);
}

/** CPU time so far: of the processes on the way, and of all nats-servers. */
async function times({ stack }: BenchWorld): Promise<Record<'content' | 'entry' | 'exit' | 'nats', number>> {
  return {
    content: await cpuOf([stack.server('north', 'content').pid]),
    entry: await cpuOf([stack.server('west', 'entry').pid]),
    exit: await cpuOf([stack.server('east', 'exit').pid]),
    nats: await cpuOf(stack.operators.map((one) => one.nats.pid)),
  };
}

function row(name: string, one: Measured, floor?: Measured): string[] {
  const p50 = quantile(one.times, 0.5);
  const over = floor === undefined ? '1' : figure(p50 / quantile(floor.times, 0.5));
  const cpu = (['entry', 'exit', 'content', 'nats'] as const).map((role) => figure(median(one.cpu[role])));
  const spread = `${figure(Math.min(...one.rates))} to ${figure(Math.max(...one.rates))}`;
  return [name, figure(p50), figure(quantile(one.times, 0.99)), over, spread, ...cpu];
}
