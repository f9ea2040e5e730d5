import * as v from 'valibot';
import { base64url, hex, utf8 } from '../../lib/bytes.ts';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { bundleHash, checkServerKey, networkHash, signBundle } from '../../lib/crypto/network.ts';
import { tagged } from '../../lib/crypto/tagged.ts';
import { CommandError } from '../../lib/protocol/errors.ts';
import { findServer, type SignedBundle, type SignedNetwork } from '../../lib/protocol/network.ts';
import { bytes, signature } from '../../lib/protocol/shapes.ts';
import type { Bus } from '../bus.ts';
import { type Publication, toJson } from '../publications.ts';
import type { Log } from './log.ts';
import { Shelf } from './store.ts';

const DAY = 86_400_000;
const NO_SALT = new Uint8Array(16);
// A key more than this a day, and a server is not losing its keys but wearing out the log.
const CHANGES_PER_DAY = 8;

const KeyRecord = v.strictObject({ pk: bytes(1216), sig: signature });

/** A bundle as doors get it. */
export interface ReadyBundle {
  readonly signed: SignedBundle;
  readonly hash: Uint8Array;
  /** UTF-8 of its JSON. */
  readonly json: Uint8Array;
}

/** The bundle of the day (wire 5): takes in the servers' keys, assembles, logs, hands out. One for everybody. */
export class Bundles {
  readonly #seed: Uint8Array;
  readonly #log: Log;
  readonly #network: () => SignedNetwork;
  readonly #now: () => number;
  readonly #waitMs: number;
  readonly #records: Shelf<typeof KeyRecord>;
  /** By "server day", the server as base64url. */
  readonly #keys = new Map<string, Publication>();
  readonly #changes = new Map<string, number>();
  #ready: ReadyBundle | null = null;
  #made = '';
  #making: Promise<void> = Promise.resolve();
  #waitingFor = '';
  #waitingSince = 0;

  private constructor(parts: BundleParts) {
    this.#seed = parts.seed;
    this.#log = parts.log;
    this.#network = parts.network;
    this.#now = parts.now;
    this.#waitMs = parts.waitMs;
    this.#records = new Shelf(parts.store, 'keys', KeyRecord);
  }

  static async open(parts: BundleParts): Promise<Bundles> {
    const bundles = new Bundles(parts);
    for await (const {
      key: [server = '', day = ''],
      value,
    } of bundles.#records.all()) {
      const one = { server: Uint8Array.from(Buffer.from(server, 'hex')), day: Number(day), ...value };
      bundles.#keys.set(nameOf(one), one);
    }
    return bundles;
  }

  /**
   * Takes in keys that `server` hands in for itself. CommandError `forbidden` where they are another's or not signed,
   * `conflict` where they are of another day than today or tomorrow, or one change too many.
   */
  async take(server: Uint8Array, keys: Publication[]): Promise<void> {
    for (const one of keys) {
      const own = base64url(one.server) === base64url(server);
      if (!own || !checkServerKey(p, toJson(one))) throw new CommandError('forbidden');
      if (one.day !== this.#today() && one.day !== this.#today() + 1) throw new CommandError('conflict');
    }
    for (const one of keys) await this.#takeOne(one);
    await this.refresh();
  }

  /** The bundle to hand out; null where there is none yet. */
  async current(): Promise<ReadyBundle | null> {
    await this.refresh();
    return this.#ready;
  }

  /** Assembles a new bundle where the day, the network or the keys have changed. Cheap where they have not. */
  refresh(): Promise<void> {
    const next = this.#making.catch(() => undefined).then(() => this.#refresh());
    this.#making = next;
    return next;
  }

  async #takeOne(one: Publication): Promise<void> {
    const before = this.#keys.get(nameOf(one));
    if (before !== undefined && base64url(before.pk) === base64url(one.pk)) return;
    const changes = (this.#changes.get(nameOf(one)) ?? 0) + 1;
    if (changes > CHANGES_PER_DAY) throw new CommandError('conflict');
    await this.#records.put([hex(one.server), String(one.day)], { pk: one.pk, sig: one.sig });
    this.#changes.set(nameOf(one), changes);
    this.#keys.set(nameOf(one), one);
  }

  async #refresh(): Promise<void> {
    const today = this.#today();
    const network = this.#network();
    await this.#forgetBefore(today);
    const listed = [...this.#keys.values()].filter(
      (one) => one.day >= today && findServer(network.file, base64url(one.server)) !== null,
    );
    const state = hex(
      tagged(p, 'bundle state', today, networkHash(p, network.file), ...listed.map(({ sig }) => sig)),
    );
    if (state === this.#made || !this.#mayMake(listed, today, state)) return;
    const signed = signBundle(p, this.#seed, today, network, listed.map(toJson));
    const hash = bundleHash(p, signed.bundle);
    await this.#logOnce('network', networkHash(p, network.file));
    await this.#logOnce('bundle', hash);
    this.#ready = { signed, hash, json: utf8(JSON.stringify(signed)) };
    this.#made = state;
  }

  /** Whole, or what is missing has been waited for; in the meantime yesterday's bundle has today's keys too. */
  #mayMake(listed: Publication[], today: number, state: string): boolean {
    const servers = this.#network().file.operators.flatMap((one) => one.servers.map(({ key }) => key));
    const has = new Set(listed.map(nameOf));
    if (servers.every((key) => has.has(`${key} ${today}`) && has.has(`${key} ${today + 1}`))) return true;
    if (this.#waitingFor !== state) [this.#waitingFor, this.#waitingSince] = [state, performance.now()];
    return performance.now() - this.#waitingSince >= this.#waitMs;
  }

  async #forgetBefore(today: number): Promise<void> {
    for (const [name, one] of this.#keys) {
      if (one.day >= today) continue;
      await this.#records.erase(hex(one.server), String(one.day));
      this.#keys.delete(name);
      this.#changes.delete(name);
    }
  }

  async #logOnce(kind: 'network' | 'bundle', hash: Uint8Array): Promise<void> {
    await this.#log.append({ kind, leaf: tagged(p, 'log', kind, NO_SALT, hash) });
  }

  #today(): number {
    return Math.floor(this.#now() / DAY);
  }
}

export interface BundleParts {
  store: Bus;
  /** The ID server's identity seed. */
  seed: Uint8Array;
  log: Log;
  network: () => SignedNetwork;
  now: () => number;
  /** How long servers that are missing are waited for. */
  waitMs: number;
}

function nameOf(one: Publication): string {
  return `${base64url(one.server)} ${one.day}`;
}
