import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { befriend, letterOf, type Machine, makeMachine } from '../network/helperworld.ts';
import { median } from './measure.ts';
import { aim, figure, table } from './table.ts';

const SETTLE = 5000;
const IDLE = 20_000;
const LETTERS = 200;
const TICKS = 100;

/** (l) The helper at rest: memory and processor time of the daemon and the host, alone and with a Friend connected; and what a letter takes. */
export async function run(): Promise<void> {
  const [a, b] = [await makeMachine(), await makeMachine()];
  try {
    await fillCache(a);
    const floor = await bareNode();
    const [alice, bob] = [a.extension(), b.extension()];
    await Promise.all([alice.connected(), bob.connected()]);
    const alone = await atRest(a);
    await befriend(alice, bob);
    const times: number[] = [];
    for (let number = 1; number <= LETTERS; number++) {
      const parcel = { to: bob.helper.addresses(), log: 'ab'.repeat(16), number, letter: letterOf('x') };
      const start = performance.now();
      await alice.helper.deliver(parcel, 10_000);
      times.push(performance.now() - start);
    }
    const friends = await atRest(a);
    const host = memoryOf(alice.host()?.pid ?? 0);
    table('(l) The helper at rest', [
      ['process', 'memory (RSS), MB', 'of one core'],
      ['floor: Node that waits', figure(floor), '-'],
      ['daemon, no Friend there', figure(alone.memory), `${figure(alone.cpu * 100)} %`],
      ['daemon, a Friend there, after 200 letters', figure(friends.memory), `${figure(friends.cpu * 100)} %`],
      ['host, per browser', figure(host), '-'],
    ]);
    aim('daemon, no Friend there', 'under 80 MB', alone.memory < 80);
    console.log(
      `a letter until custody is said, both helpers on this machine: ${figure(median(times))} ms at p50`,
    );
  } finally {
    for (const one of [a, b]) await one.end();
  }
}

/** The first daemon of a version compiles; it is measured as from the second on. */
async function fillCache(machine: Machine): Promise<void> {
  const first = machine.extension();
  await first.connected();
  await machine.rest();
  await machine.kill();
}

async function bareNode(): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'process.stdout.write("."); setInterval(() => {}, 1e6)']);
  await once(child.stdout, 'data');
  const memory = memoryOf(child.pid ?? 0);
  child.kill();
  return memory;
}

/** Memory in MB after a while of rest, and the share of one core used meanwhile. */
async function atRest(machine: Machine): Promise<{ memory: number; cpu: number }> {
  const pid = (await machine.daemon()) ?? 0;
  await new Promise((resolve) => setTimeout(resolve, SETTLE));
  const before = ticksOf(pid);
  await new Promise((resolve) => setTimeout(resolve, IDLE));
  const cpu = (ticksOf(pid) - before) / TICKS / (IDLE / 1000);
  return { memory: memoryOf(pid), cpu };
}

function memoryOf(pid: number): number {
  const [, kilobytes = '0'] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return (Number(kilobytes) * 1024) / 1e6;
}

function ticksOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return Number(fields[11]) + Number(fields[12]);
}
