import { readU32 } from '../bytes.ts';

export interface GateOptions {
  /** Questions under way at once to one server. */
  readonly atOnce: number;
  /** The longest random wait before a gentle question, in ms. */
  readonly gentle: number;
  random(n: number): Uint8Array;
  sleep(ms: number): Promise<void>;
}

/** Lets few questions at once through to a server, and gentle ones after a random wait, so that opening the feed does not print the circle of Friends. */
export class Gate {
  readonly #options: GateOptions;
  readonly #servers = new Map<string, { running: number; waiting: (() => void)[] }>();

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** Does the work when it is its turn at this server. */
  async through<T>(server: string, gentle: boolean, work: () => Promise<T>): Promise<T> {
    const { gentle: longest, random, sleep } = this.#options;
    if (gentle) await sleep((readU32(random(4)) / 2 ** 32) * longest);
    await this.#enter(server);
    try {
      return await work();
    } finally {
      this.#leave(server);
    }
  }

  async #enter(server: string): Promise<void> {
    const at = this.#servers.get(server) ?? { running: 0, waiting: [] };
    this.#servers.set(server, at);
    if (at.running < this.#options.atOnce) at.running++;
    else await new Promise<void>((resolve) => at.waiting.push(resolve));
  }

  #leave(server: string): void {
    const at = this.#servers.get(server);
    const next = at?.waiting.shift();
    if (next !== undefined) next();
    else if (at !== undefined && --at.running === 0) this.#servers.delete(server);
  }
}
