import { fromBase64url } from '../bytes.ts';
import type { NetworkFile, SignedBundle } from '../protocol/network.ts';

const DAY = 86_400_000;

/** A network and the envelope keys in it, of one bundle. */
export interface View {
  readonly file: NetworkFile;
  /** The bundle's day; it has the keys of the next, too. */
  readonly day: number;
  /** A server's envelope key (1216 bytes) of a day; null where the bundle has none. */
  keyOf(server: string, day: number): Uint8Array | null;
}

/** The view a bundle gives. */
export function viewOf({ bundle }: SignedBundle): View {
  const keys = new Map(bundle.keys.map(({ server, day, pk }) => [`${server} ${day}`, pk]));
  return {
    file: bundle.network.file,
    day: bundle.day,
    keyOf: (server, day) => {
      const pk = keys.get(`${server} ${day}`);
      return pk === undefined ? null : fromBase64url(pk);
    },
  };
}

/** Day number of a moment in ms. */
export function dayOf(now: number): number {
  return Math.floor(now / DAY);
}

/** The day whose keys to use at `now`; where our clock is not to be believed, the bundle's own. */
export function keyDay(view: View, now: number): number {
  const day = dayOf(now);
  return day === view.day + 1 ? day : view.day;
}
