import type { DBCore, Middleware } from 'dexie';
import { FullError } from './full.ts';

/** With less than this nothing is written: what the browser itself writes beside it needs room, too. */
const LEAST = 8 * 1_048_576;
/** With so much it is not asked again for a while, in ms: no program fills that in this time. */
const PLENTY = 4 * 1_073_741_824;
const REST = 2_000;

type Storage = Pick<StorageManager, 'estimate'>;

/**
 * Whether there is room to write. A write that a full disk cuts short is not undone in Chromium: it goes on behind the torn
 * end, and at its next start finds the file broken and throws the whole database away. So nothing is tried without room.
 */
export class Room {
  /** Too little is left, as far as it was looked. */
  full = false;
  readonly #storage: () => Storage | undefined;
  readonly #now: () => number;
  #again = 0;

  constructor(storage: () => Storage | undefined = own, now: () => number = Date.now) {
    this.#storage = storage;
    this.#now = now;
  }

  /** Looks how much is left; null where it need not, or cannot be known. */
  look(): Promise<void> | null {
    const storage = this.#storage();
    if (storage === undefined || this.#now() < this.#again) return null;
    return this.#ask(storage);
  }

  async #ask(storage: Storage): Promise<void> {
    const left = await leftOf(storage);
    this.full = left < LEAST;
    this.#again = left < PLENTY ? 0 : this.#now() + REST;
  }
}

/** Lets no transaction that writes begin without room: FullError. */
export function guardedBy(room: Room): Middleware<DBCore> {
  return {
    stack: 'dbcore',
    name: 'room',
    create: (core) => ({
      ...core,
      transaction: (stores, mode, options) => {
        if (mode === 'readwrite' && room.full) throw new FullError('there is no room on the disk');
        return core.transaction(stores, mode, options);
      },
    }),
  };
}

/** Whether no room is left for this extension, by the browser's own word: what fails then fails of that. */
export async function isDiskFull(storage: Storage | undefined = own()): Promise<boolean> {
  return storage !== undefined && (await leftOf(storage)) < LEAST;
}

async function leftOf(storage: Storage): Promise<number> {
  const { quota, usage } = (await storage.estimate().catch(() => undefined)) ?? {};
  return quota === undefined || usage === undefined ? Number.POSITIVE_INFINITY : quota - usage;
}

function own(): Storage | undefined {
  return 'storage' in navigator ? navigator.storage : undefined;
}
