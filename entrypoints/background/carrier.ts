import { CarryError } from '../../lib/native/carry.ts';
import type { Helper } from '../../lib/native/helper.ts';
import { type Carrier, CarrierError } from '../../lib/route/carrier.ts';
import type { Doors } from './doors.ts';

/**
 * Sends by the helper where it is connected at that moment, else by the background's own `fetch`: decided for each request
 * anew. Where the browser would put our id into the request and may not take it off, nothing is sent: `refused`.
 */
export function chooseCarrier(helper: () => Helper | null, own: Carrier, doors: Doors): Carrier {
  const bring = async (
    door: string,
    by: (carrier: Pick<Carrier, 'post' | 'get'>) => Promise<Uint8Array>,
  ): Promise<Uint8Array> => {
    const connected = helper();
    if (connected !== null) return await by(connected).catch(asCarrierError);
    if ((await doors.way(door)) === 'no') throw new CarrierError('refused');
    return await by(own);
  };
  return {
    post: (door, bytes) => bring(door, (carrier) => carrier.post(door, bytes)),
    get: (door, path) => bring(door, (carrier) => carrier.get(door, path)),
  };
}

function asCarrierError(cause: unknown): never {
  throw cause instanceof CarryError ? new CarrierError(cause.fault, { cause }) : cause;
}
