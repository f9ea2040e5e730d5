import { type Looked, lookAtBundle, lookAtNetwork } from '../../lib/actions/network.ts';
import type { Service } from '../../lib/actions/service.ts';
import { doorOf } from '../../lib/messages/door.ts';
import { AskError } from '../../lib/messages/errors.ts';
import type { Args } from '../../lib/messages/request.ts';
import type { look } from '../../lib/messages/requests/network.ts';
import type { Carrier } from '../../lib/route/carrier.ts';

export type Source = Args<typeof look>['source'];

export interface SourceParts {
  service: Service;
  carrier: Carrier;
  /** The text of the file in the extension's own package; null where it has none. */
  builtIn(): Promise<string | null>;
}

/**
 * Brings a network file and checks it against its own authority. Throws NetworkFileError; AskError `not-a-network` for
 * text that is none and an address that is none; what the carrier throws.
 */
export async function lookAt(parts: SourceParts, source: Source): Promise<Looked> {
  if (source.from === 'address') {
    const door = doorOf(source.address);
    if (door === null) throw new AskError('not-a-network', 'this is no address of a network');
    return lookAtBundle(parts.service, await parts.carrier.get(door, '/v1/bundle'));
  }
  const text = source.from === 'file' ? source.text : await parts.builtIn();
  if (text === null) throw new AskError('not-a-network', 'no network is built into this copy of Peerwall');
  return lookAtNetwork(parts.service, unwrapped(parse(text)));
}

/** The file in the package stands in a member of its own, beside what else the builder may say of it. */
function unwrapped(json: unknown): unknown {
  const isPackage = typeof json === 'object' && json !== null && 'file' in json && !('signatures' in json);
  return isPackage ? json.file : json;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AskError('not-a-network', 'this is no network file');
  }
}
