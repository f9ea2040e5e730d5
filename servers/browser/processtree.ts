import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { alive } from '../alive.ts';

const run = promisify(execFile);

/** A process and all that came from it, at this moment. */
export async function treeOf(pid: number): Promise<number[]> {
  const { stdout } = await run('ps', ['-eo', 'pid=,ppid=']);
  const children = new Map<number, number[]>();
  for (const line of stdout.split('\n')) {
    const [child, parent] = line.trim().split(/\s+/).map(Number);
    if (child === undefined || parent === undefined) continue;
    children.set(parent, [...(children.get(parent) ?? []), child]);
  }
  const tree = [pid];
  for (const one of tree) tree.push(...(children.get(one) ?? []));
  return tree;
}

/**
 * Ends a process and everything it started: asks (by SIGTERM unless told how), waits for the process up to `patience`
 * ms, then ends whatever is left of its tree.
 */
export async function endTree(
  pid: number,
  ask: () => unknown = () => signal(pid, 'SIGTERM'),
  patience = 5000,
): Promise<void> {
  const tree = await treeOf(pid);
  await ask();
  await untilGone([pid], patience);
  for (const one of tree) signal(one, 'SIGKILL');
  await untilGone(tree, 2000);
}

async function untilGone(pids: number[], patience: number): Promise<void> {
  const deadline = Date.now() + patience;
  while (pids.some(alive) && Date.now() < deadline) await pause(20);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // it has ended, or is somebody else's by now
  }
}
