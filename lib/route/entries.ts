import type { NetworkFile } from '../protocol/network.ts';
import { NotInNetworkError } from './errors.ts';
import { renewGuards } from './guards.ts';
import type { Guard, Kept } from './state.ts';

/** A guard that failed comes second so long, in ms. */
const REST = 60_000;

export interface EntriesParts {
  readonly kept: Kept;
  now(): number;
  random(n: number): Uint8Array;
  /** Operator of the relay in use, if any: its entry is not ours (DESIGN section 1). */
  relay(): string | null;
}

/** The user's entries: chosen once, kept, and the order in which they are tried. */
export class Entries {
  readonly #parts: EntriesParts;
  readonly #resting = new Map<string, number>();

  constructor(parts: EntriesParts) {
    this.#parts = parts;
  }

  /** The guards; those that failed a moment ago last. */
  list(): readonly Guard[] {
    const guards = this.#parts.kept.state?.guards ?? [];
    return [...guards].sort((a, b) => Number(this.#rests(a)) - Number(this.#rests(b)));
  }

  /** Replaces guards that are gone from this file, of the relay's operator, or past their 30 days. */
  async keepFor(file: NetworkFile): Promise<void> {
    const { kept, now, random, relay } = this.#parts;
    const before = kept.state?.guards ?? [];
    const after = renewGuards(before, file, relay(), now(), random);
    if (after === before) return;
    await kept.change((state) => {
      if (state === null) throw new NotInNetworkError('no network was joined');
      return { ...state, guards: after };
    });
  }

  failed(server: string): void {
    this.#resting.set(server, this.#parts.now() + REST);
  }

  #rests({ server }: Guard): boolean {
    return (this.#resting.get(server) ?? 0) > this.#parts.now();
  }
}
