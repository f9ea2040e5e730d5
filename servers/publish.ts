import { serverKeys } from '../lib/protocol/commands/id.ts';
import { makeAsker, onlyServer } from './ask.ts';
import type { RoleContext } from './context.ts';
import { fromJson } from './publications.ts';

const AGAIN_MS = [100, 250, 500, 1_000, 2_000, 5_000];
const STEADY_MS = 600_000;

/**
 * Hands this server's keys of today and tomorrow in to the ID server, and again when they change, when the network
 * does, and every ten minutes; tries until they are taken. stop() ends that.
 */
export function publishKeys(context: RoleContext): { stop(): void } {
  const asker = makeAsker(context);
  let [stopped, busy, again, failures] = [false, false, false, 0];
  let timer: NodeJS.Timeout | undefined;

  async function publish(): Promise<void> {
    if (busy) {
      again = true;
      return;
    }
    [busy, again] = [true, false];
    clearTimeout(timer);
    try {
      await asker.ask(onlyServer(context, 'id'), serverKeys, {
        keys: context.serverKeys.publications().map(fromJson),
      });
      failures = 0;
    } catch (error) {
      failures++;
      if (failures === AGAIN_MS.length)
        context.log.warn(
          { error: error instanceof Error ? error.name : '' },
          'the ID server does not take our keys',
        );
    }
    busy = false;
    if (stopped) return;
    const wait =
      failures === 0 ? STEADY_MS : (AGAIN_MS[Math.min(failures, AGAIN_MS.length) - 1] ?? STEADY_MS);
    timer = setTimeout(() => void publish(), again ? 0 : wait);
    timer.unref();
  }

  const unhook = [context.serverKeys.onChange(() => void publish()), context.onNetwork(() => void publish())];
  void publish();
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      for (const one of unhook) one();
    },
  };
}
