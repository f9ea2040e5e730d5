import { type FSWatcher, watch } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { checkNetwork, NetworkFileError } from '../lib/crypto/network.ts';
import type { Primitives } from '../lib/crypto/primitives.ts';
import type { SignedNetwork } from '../lib/protocol/network.ts';

/** Reads network.json; parsed, not checked. Throws NetworkFileError (`malformed`) that names the file. */
export async function readNetworkFile(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    throw new NetworkFileError('malformed', `${file}: cannot be read as JSON`);
  }
}

/** Writes network.json so that whoever reads sees the old or the new one, whole. */
export async function writeNetworkFile(file: string, network: SignedNetwork): Promise<void> {
  const fresh = `${file}.${process.pid}.new`;
  await writeFile(fresh, `${JSON.stringify(network, null, 2)}\n`);
  await rename(fresh, file);
}

/** The newest network file an operator knows: read at the start, followed as it changes on disk or is heard of elsewhere. */
export class NetworkHolder {
  readonly #p: Primitives;
  readonly #file: string;
  readonly #now: () => number;
  readonly #listeners = new Set<(network: SignedNetwork) => void>();
  #current: SignedNetwork;
  #watcher: FSWatcher | null = null;

  private constructor(p: Primitives, file: string, now: () => number, current: SignedNetwork) {
    this.#p = p;
    this.#file = file;
    this.#now = now;
    this.#current = current;
  }

  /** Reads and checks the file and begins to follow it. Throws NetworkFileError. */
  static async open(p: Primitives, file: string, now: () => number): Promise<NetworkHolder> {
    const holder = new NetworkHolder(p, file, now, checkNetwork(p, await readNetworkFile(file), null, now()));
    holder.#watcher = watch(dirname(file), (_event, name) => {
      if (name === basename(file)) void holder.reread();
    });
    return holder;
  }

  current(): SignedNetwork {
    return this.#current;
  }

  onChange(listener: (network: SignedNetwork) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes a file heard of elsewhere, and keeps it where it is newer. Throws NetworkFileError. */
  adopt(network: unknown): SignedNetwork {
    const newer = this.#take(network);
    if (newer) void writeNetworkFile(this.#file, this.#current).catch(() => undefined);
    return this.#current;
  }

  /** Looks at the file again; one that does not follow the known one is left alone. */
  async reread(): Promise<void> {
    try {
      this.#take(await readNetworkFile(this.#file));
    } catch (error) {
      if (!(error instanceof NetworkFileError)) throw error;
    }
  }

  close(): void {
    this.#watcher?.close();
  }

  #take(network: unknown): boolean {
    const checked = checkNetwork(this.#p, network, this.#current, this.#now());
    if (checked.file.number === this.#current.file.number) return false;
    this.#current = checked;
    for (const listener of [...this.#listeners]) listener(checked);
    return true;
  }
}
