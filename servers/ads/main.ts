import { resolve } from 'node:path';
import type { RoleContext, RunningRole } from '../context.ts';
import { serveFront } from '../front.ts';
import { publishKeys } from '../publish.ts';
import { adOf, readCatalogue } from './catalogue.ts';
import { serveRefill } from './commands/refill.ts';
import { type AdSettings, settings } from './settings.ts';
import { Sums } from './sums.ts';

export { settings };

const KEEP_MS = 3_600_000;

/** Starts the ad server: reads its catalogue, signs the ads, answers refills. Throws ConfigError for what it refuses. */
export async function start(context: RoleContext<AdSettings>): Promise<RunningRole> {
  const { catalogue } = context.settings;
  const listed =
    catalogue === undefined
      ? []
      : await readCatalogue(resolve(context.dataDir, catalogue), context.network().file);
  const sums = await Sums.open(context.store);
  const handler = serveRefill({
    listed: listed.map((one) => ({ listed: one, ad: adOf(context.serverKey, one) })),
    sums,
    network: () => context.network().file,
    now: () => context.now(),
    random: (n) => context.random(n),
  });
  const front = await serveFront({ context, role: 'ad', handlers: [handler] });
  const keys = publishKeys(context);
  const keep = () => sums.keep().catch(() => context.log.warn('the sums wait for the store'));
  const timer = setInterval(keep, KEEP_MS);
  context.log.info({ campaigns: listed.length }, 'campaigns');
  return {
    stop: async () => {
      clearInterval(timer);
      keys.stop();
      await front.stop();
      await keep();
    },
  };
}
