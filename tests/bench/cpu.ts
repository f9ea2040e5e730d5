import { readdir, readFile } from 'node:fs/promises';

/** CPU time all threads of a process have had so far, in microseconds; of several processes the sum. */
export async function cpuOf(pids: readonly (number | null)[]): Promise<number> {
  const times = await Promise.all(pids.map((pid) => (pid === null ? 0 : processTime(pid))));
  return times.reduce((sum, time) => sum + time, 0);
}

async function processTime(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`);
  let nanoseconds = 0;
  for (const thread of threads) {
    const words = await readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').catch(() => '0');
    nanoseconds += Number(words.split(' ')[0]);
  }
  return nanoseconds / 1000;
}

/** CPU time the main thread of a process has had so far, in microseconds: what bounds a server that has a core to itself. */
export async function mainThreadOf(pid: number): Promise<number> {
  const words = await readFile(`/proc/${pid}/schedstat`, 'utf8');
  return Number(words.split(' ')[0]) / 1000;
}
