import { watchBundle } from '../bundle.ts';
import type { RoleContext, RunningRole } from '../context.ts';
import { publishKeys } from '../publish.ts';
import { startEntry } from './entry.ts';
import { startExit } from './exit.ts';
import type { AnonymizerSettings } from './settings.ts';

export { settings } from './settings.ts';

/** Starts an anonymizer: the entry with its door, or the exit, as the context's role says. */
export async function start(context: RoleContext<AnonymizerSettings>): Promise<RunningRole> {
  const started = await (context.role === 'entry'
    ? startEntry(context, watchBundle(context))
    : startExit(context));
  const publishing = publishKeys(context);
  return {
    stop: async () => {
      publishing.stop();
      await started.stop();
    },
  };
}
