import { NetworkFileError } from '../lib/crypto/network.ts';
import type { Role } from '../lib/protocol/network.ts';
import { type Clock, makeClock } from './clock.ts';
import { readConfig } from './config.ts';
import { KeysFileError } from './keysfile.ts';
import { type HostedRole, hostRole } from './rolehost.ts';
import { loadRole } from './roles.ts';
import { ConfigError } from './yaml.ts';

/** What a role's process tells its parent (IPC) or, without one, prints as a line of JSON. */
export type ChildWord = { ready: true; role: Role; metrics: number | null } | { clock: number };

/**
 * Runs one role until SIGTERM, SIGINT, or the end of its parent: the whole life of a server process. Sets exit code 2
 * and says one line where the configuration, keys or network file cannot be used, 1 for other failures to start.
 */
export async function runRole(file: string, expected?: Role): Promise<void> {
  endQuietly();
  try {
    const { config, module } = await readConfig(file, loadRole, expected);
    const clock = makeClock(config.clockOffset);
    const hosted = await hostRole(config, module, clock);
    endOnSignal(hosted);
    listenToParent(clock, hosted);
    say({ ready: true, role: config.role, metrics: hosted.metricsPort });
  } catch (error) {
    const ours =
      error instanceof ConfigError || error instanceof KeysFileError || error instanceof NetworkFileError;
    console.error(`peerwall: ${error instanceof Error ? error.message : 'failed'}`);
    process.exit(ours ? 2 : 1);
  }
}

// An exception's text may hold what no log may have; its class and place do not.
function endQuietly(): void {
  const end = (error: unknown): void => {
    const at =
      error instanceof Error
        ? error.stack?.split('\n').find((line) => line.trimStart().startsWith('at '))
        : '';
    console.error(
      `peerwall: ended by ${error instanceof Error ? error.name : 'an error'} ${at?.trim() ?? ''}`,
    );
    process.exit(1);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}

function endOnSignal(hosted: HostedRole): void {
  let ending = false;
  const end = (): void => {
    // a parent asks once more where a terminal did already, and has its own way to insist
    if (ending && process.send === undefined) process.exit(1);
    if (ending) return;
    ending = true;
    hosted.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, end);
  if (process.send !== undefined) process.on('disconnect', end);
}

function listenToParent(clock: Clock, hosted: HostedRole): void {
  process.on('message', (word: unknown) => {
    if (typeof word !== 'object' || word === null || !('clockOffset' in word)) return;
    const offset = Number(word.clockOffset);
    clock.set(offset);
    void hosted.settled().then(() => say({ clock: offset }));
  });
}

function say(word: ChildWord): void {
  if (process.send !== undefined) process.send(word);
  else if ('ready' in word) console.log(JSON.stringify(word));
}
