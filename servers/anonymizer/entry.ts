import { utf8 } from '../../lib/bytes.ts';
import type { BundleWatch } from '../bundle.ts';
import type { RoleContext, RunningRole } from '../context.ts';
import { type Door, openDoor } from './door.ts';
import { Limits } from './limits.ts';
import { hopMetrics } from './metrics.ts';
import { passerOn } from './passer.ts';
import { doorListener } from './requests.ts';
import type { AnonymizerSettings } from './settings.ts';

/** A running entry; `url` is where its door listens. */
export interface RunningEntry extends RunningRole {
  readonly url: string;
}

/** Opens the door: layer 2 opens here, layer 1 goes to the exit it names; the bundle of the day for whoever asks (wire 2, 5). */
export async function startEntry(
  context: RoleContext<AnonymizerSettings>,
  bundle: Pick<BundleWatch, 'json' | 'onChange' | 'stop'>,
): Promise<RunningEntry> {
  const { settings, now } = context;
  const limits = new Limits(settings, now);
  const count = hopMetrics(context.metrics, () => limits.running);
  const passer = passerOn(context, 2, count);
  let json = encoded(bundle.json());
  bundle.onChange(() => {
    json = encoded(bundle.json());
  });
  const listener = doorListener({
    limits,
    perConnection: settings.perConnection,
    now,
    passOn: passer.passOn,
    bundle: () => json,
    busy: () => count('busy'),
  });
  const door: Door = await openDoor({ ...settings, port: settings.port ?? doorPort(context) }, listener);
  context.log.info({ door: door.url }, 'entry open');
  return {
    url: door.url,
    stop: async () => {
      await door.close();
      passer.stop();
      bundle.stop();
    },
  };
}

function encoded(json: string | null): Uint8Array | null {
  return json === null ? null : utf8(json);
}

/** The port of this operator's door in the network file. */
function doorPort(context: RoleContext): number {
  const own = context.network().file.operators.find((one) => one.id === context.operator);
  if (own?.door === undefined) return 0;
  const url = new URL(own.door);
  return Number(url.port || (url.protocol === 'https:' ? 443 : 80));
}
