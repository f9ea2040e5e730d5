import { execFile, execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { endTree } from './processtree.ts';
import { ROOT } from './sources.ts';

/** `peerwall helper install` failed; the message is its own. */
export class HelperInstallError extends Error {
  override name = 'HelperInstallError';
}

const run = promisify(execFile);
const LISTING = ['-eo', 'pid=,args='];
const CLI = join(ROOT, 'servers', 'cli.ts');

/** For whom a helper is: a profile of Chromium, or a HOME of Firefox. */
export type HelperFor = { home: string; profile: string } | { home: string; firefoxHome: string };

/** Installs a helper that lives in `home` for the one browser; what is there already stays. HelperInstallError. */
export async function installHelper(one: HelperFor): Promise<void> {
  const browser = 'profile' in one ? ['--profile', one.profile] : ['--firefox-home', one.firefoxHome];
  const { home } = one;
  const args = ['helper', 'install', '--home', home, ...browser, '--listen', '127.0.0.1'];
  try {
    await run(process.execPath, [CLI, ...args], { cwd: ROOT });
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    throw new HelperInstallError(stderr.trim() || 'peerwall helper install failed');
  }
  endWithUs(home);
}

/** Processes of the helper that lives in `home`: its daemon, and hosts of browsers. */
export async function helperProcesses(home: string): Promise<number[]> {
  return ofHome((await run('ps', LISTING)).stdout, home);
}

/** Ends the helper's daemon, which outlives its browser. */
export async function endHelper(home: string): Promise<void> {
  await Promise.all((await helperProcesses(home)).map((pid) => endTree(pid)));
}

const installed = new Set<string>();

// A daemon outlives its browser by design; one of a demo or a test is not to outlive that.
function endWithUs(home: string): void {
  if (installed.size === 0) process.once('exit', endInstalled);
  installed.add(home);
}

function endInstalled(): void {
  const listing = execFileSync('ps', LISTING, { encoding: 'utf8' });
  for (const pid of [...installed].flatMap((home) => ofHome(listing, home))) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {}
  }
}

function ofHome(listing: string, home: string): number[] {
  return listing
    .split('\n')
    .filter((line) => `${line.trimEnd()} `.includes(` --home ${home} `))
    .map((line) => Number(line.trim().split(' ')[0]));
}
