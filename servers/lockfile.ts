import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Takes a lock file for this process: null, or the id of the living process that has it. One that ended counts for
 * nothing, even where another program has got its number since. The folder must be there.
 */
export function takeLock(file: string): number | null {
  const own = `${file}.${randomUUID()}`;
  try {
    writeFileSync(own, `${process.pid} ${birthOf(process.pid) ?? ''}`);
    for (;;) {
      if (links(own, file)) return null;
      const owner = readLock(file);
      if (owner !== null && lives(owner)) return Number(owner.split(' ')[0]);
      if (owner !== null) clear(file, owner, `${own}.stale`);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** Gives a taken lock file back. */
export function giveLock(file: string): void {
  rmSync(file, { force: true });
}

// Another who found it stale as well may have taken it since: what was moved aside then is put back.
function clear(file: string, stale: string, aside: string): void {
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (readLock(aside) !== stale) links(aside, file);
  rmSync(aside, { force: true });
}

function lives(owner: string): boolean {
  const [pid = '', ...birth] = owner.split(' ');
  const now = birthOf(Number(pid));
  return now !== null && (birth.length === 0 || birth.join(' ') === now);
}

/** When a process started, in words only comparable with themselves; null where none of this number runs. */
function birthOf(pid: number): string | null {
  if (process.platform !== 'linux') return listed(pid);
  const stat = readText(`/proc/${pid}/stat`);
  // the name, in brackets, may hold anything; then come state and, 19 fields on, ticks since the machine started
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  return fields[0] === undefined || fields[0] === 'Z' ? null : (fields[19] ?? null);
}

function listed(pid: number): string | null {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}

function readLock(file: string): string | null {
  return readText(file)?.trim() ?? null;
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function links(own: string, file: string): boolean {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
