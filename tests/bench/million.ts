import { readFile } from 'node:fs/promises';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { placeOf, storeKeys } from '../../servers/content/names.ts';
import { openStore } from '../../servers/content/store.ts';
import { diskUse } from './disk.ts';
import { atOnce } from './measure.ts';
import { bareNats } from './nats.ts';
import { aim, figure, table } from './table.ts';

const ITEMS = Number(process.env.PEERWALL_BENCH_ITEMS ?? 1_000_000);
// a thread's head with its record and a short post, as growth.ts finds it
const HEAD = 1_200;
const AIM = 400;

/** (h) What nats-server takes for a million items, and how long it needs to be back. */
export async function run(): Promise<void> {
  const bare = await bareNats();
  try {
    const bus = await bare.connect('STORE');
    const keys = storeKeys(p, p.random(32));
    const store = openStore(p, bus, keys);
    await store.prepare();
    const empty = await memory(bare.nats.pid);
    const drop = (i: number) => p.sha256(new Uint8Array(new Uint32Array([i]).buffer));
    const value = p.random(HEAD);
    const start = performance.now();
    await atOnce(128, ITEMS, (i) => store.putHead(placeOf(p, keys, drop(i)), value, 0));
    const perSecond = (ITEMS * 1000) / (performance.now() - start);
    const full = await memory(bare.nats.pid);
    const disk = await diskUse(bare.dataDir);
    const readSome = () =>
      atOnce(16, 20_000, (i) => store.head(placeOf(p, keys, drop((i * 7919) % ITEMS)), 'any'));
    await readSome();
    const afterReads = await memory(bare.nats.pid);
    const quiet = await settled(bare.nats.pid);
    await bus.close();
    const orderly = await timed(async () => {
      await bare.nats.stop();
      await bare.nats.start();
    });
    const restarted = await memory(bare.nats.pid);
    const crash = await timed(() => bare.nats.restart());
    const again = await bare.connect('STORE');
    const found = await openStore(p, again, keys).head(placeOf(p, keys, drop(ITEMS - 1)), 'any');
    await again.close();
    table(`(h) nats-server with ${ITEMS.toLocaleString('en-US')} items of ${HEAD} bytes`, [
      ['what', 'figure'],
      ['heads put a second', figure(perSecond)],
      ['memory, empty', `${figure(empty)} MB`],
      ['memory, after the puts', `${figure(full)} MB`],
      ['memory, after 20,000 random reads', `${figure(afterReads)} MB`],
      [`memory, ${quiet.seconds} s of quiet later`, `${figure(quiet.megabytes)} MB`],
      ['memory, restarted', `${figure(restarted)} MB`],
      ['memory per item', `${figure(((full - empty) * 1e6) / ITEMS)} B`],
      ['disk', `${figure(disk / 1e6)} MB (floor: ${figure((ITEMS * HEAD) / 1e6)} MB of values)`],
      ['orderly stop and start', `${figure(orderly)} s`],
      ['kill -9 and start', `${figure(crash)} s`],
      ['the last item is there', found === null ? 'NO' : 'yes'],
    ]);
    const kept = Math.max(full, restarted);
    aim(`memory with all items, ${figure(kept)} MB`, `under ${AIM} MB`, kept < AIM);
    aim(`memory right after reads all over, ${figure(afterReads)} MB`, `under ${AIM} MB`, afterReads < AIM);
    console.log(
      'A read makes nats-server hold the whole block (8 MB) around the value until it is not read for 10 s.',
    );
  } finally {
    await bare.stop();
  }
}

/** Resident memory of a process in MB. */
async function memory(pid: number | null): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1000;
}

/** Waits until the cache of blocks has left memory, a minute at most. */
async function settled(pid: number | null): Promise<{ seconds: number; megabytes: number }> {
  for (let seconds = 5; ; seconds += 5) {
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    const megabytes = await memory(pid);
    if (megabytes < AIM || seconds >= 60) return { seconds, megabytes };
  }
}

async function timed(task: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await task();
  return (performance.now() - start) / 1000;
}
