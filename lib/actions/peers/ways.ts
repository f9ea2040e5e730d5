/** A Friend's helper that did not take a letter is waited for shortly for so long, in ms. */
const RESTS = 5 * 60_000;
/** Waits for custody of a letter, in ms: of a helper that may be there, and of one that was not a moment ago. */
export const PATIENCE = 10_000;
const SHORT = 1_000;
/** After so long without a letter, in ms, the next one goes at once. */
const QUIET = 1_000;
const SHORTEST = 50;
const LONGEST = 500;

/** What is known of the ways to Friends' helpers while this program runs; nothing of it need outlive it. */
export class Ways {
  /** Letters (row keys) given to the own helper whose custody is awaited. */
  readonly underWay = new Set<string>();
  /** Ends the watch over who the Friends are. */
  stopWatching: () => void = () => undefined;
  /** The Friends a helper was told of last. */
  said: { peers: object; text: string } | null = null;
  readonly #resting = new Map<string, number>();
  readonly #paces = new Map<string, { last: number; wait: number }>();

  /** How long custody is awaited at these addresses of a device, in ms. New addresses get a new chance. */
  patience(device: string, addresses: readonly string[], now: number): number {
    return (this.#resting.get(nameOf(device, addresses)) ?? 0) > now ? SHORT : PATIENCE;
  }

  /** Notes whether a device's helper took a letter. */
  note(device: string, addresses: readonly string[], took: boolean, now: number): void {
    const name = nameOf(device, addresses);
    if (took) this.#resting.delete(name);
    else this.#resting.set(name, now + RESTS);
  }

  /** When the next letters to a device go (ms): at once after a quiet second, else with what comes in the next 50 to 500 ms. */
  turn(device: string, now: number): number {
    const pace = this.#paces.get(device);
    return pace === undefined || now - pace.last >= QUIET ? now : Math.max(now, pace.last + pace.wait);
  }

  /** Letters to a device went. */
  went(device: string, now: number): void {
    const pace = this.#paces.get(device);
    const busy = pace !== undefined && now - pace.last < QUIET;
    this.#paces.set(device, { last: now, wait: busy ? Math.min(LONGEST, pace.wait * 2) : SHORTEST });
  }
}

function nameOf(device: string, addresses: readonly string[]): string {
  return `${device} ${addresses.join(' ')}`;
}
