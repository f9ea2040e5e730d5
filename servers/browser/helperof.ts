import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { endTree } from './processtree.ts';
import { ROOT } from './sources.ts';

/** `peerwall helper install` failed; the message is its own. */
export class HelperInstallError extends Error {
  override name = 'HelperInstallError';
}

const run = promisify(execFile);
const CLI = join(ROOT, 'servers', 'cli.ts');

/** Installs a helper that lives in `home` for the one browser profile; what is there already stays. HelperInstallError. */
export async function installHelper({ home, profile }: { home: string; profile: string }): Promise<void> {
  const args = ['helper', 'install', '--home', home, '--profile', profile, '--listen', '127.0.0.1'];
  try {
    await run(process.execPath, [CLI, ...args], { cwd: ROOT });
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    throw new HelperInstallError(stderr.trim() || 'peerwall helper install failed');
  }
}

/** Processes of the helper that lives in `home`: its daemon, and hosts of browsers. */
export async function helperProcesses(home: string): Promise<number[]> {
  const { stdout } = await run('ps', ['-eo', 'pid=,args=']);
  return stdout
    .split('\n')
    .filter((line) => line.trimEnd().endsWith(`--home ${home}`))
    .map((line) => Number(line.trim().split(' ')[0]));
}

/** Ends the helper's daemon, which outlives its browser. */
export async function endHelper(home: string): Promise<void> {
  await Promise.all((await helperProcesses(home)).map((pid) => endTree(pid)));
}
