import * as v from 'valibot';
import { epochKey } from '../../lib/crypto/credential.ts';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import type { Group } from '../../lib/crypto/ristretto.ts';
import { derive, signTagged, tagged } from '../../lib/crypto/tagged.ts';
import type { VoprfKey } from '../../lib/crypto/voprf.ts';
import { frame } from '../../lib/protocol/frame.ts';
import type { Epoch } from '../../lib/protocol/identity.ts';
import { bytes, bytesUpTo, key, uint } from '../../lib/protocol/shapes.ts';
import type { Bus } from '../bus.ts';
import type { Issued } from './issued.ts';
import type { Leaf, Log } from './log.ts';
import type { Spent } from './spent.ts';
import { Shelf } from './store.ts';

const DAY = 86_400_000;
const GRACE = 3_600_000;
const NONE = new Uint8Array(0);
const NO_SALT = new Uint8Array(16);

/** What stays of an epoch; `users` when it has ended: how many fetched its credentials. */
const EpochRecord = v.strictObject({ pk: key, salt: bytes(16), users: v.optional(uint()) });
type EpochRecord = v.InferOutput<typeof EpochRecord>;
/** The epoch's secret, sealed to this server's identity; erased when the epoch no longer counts. */
const SecretRecord = v.strictObject({ salt: bytes(16), sealed: bytesUpTo(64) });

/** The keys of epochs (wire 6, 7): each made and logged one epoch ahead, its secret gone an hour after its successor's began. */
export class Epochs {
  readonly #group: Group;
  readonly #seed: Uint8Array;
  readonly #log: Log;
  readonly #issued: Issued;
  readonly #spent: Spent;
  readonly #now: () => number;
  readonly #random: (n: number) => Uint8Array;
  readonly #records: Shelf<typeof EpochRecord>;
  readonly #secrets: Shelf<typeof SecretRecord>;
  readonly #known = new Map<number, EpochRecord>();
  readonly #keys = new Map<number, VoprfKey>();
  #rolled = '';
  #rolling: Promise<void> = Promise.resolve();

  constructor(parts: {
    store: Bus;
    group: Group;
    /** The ID server's identity seed. */
    seed: Uint8Array;
    log: Log;
    issued: Issued;
    spent: Spent;
    now: () => number;
    random: (n: number) => Uint8Array;
  }) {
    this.#group = parts.group;
    this.#seed = parts.seed;
    this.#log = parts.log;
    this.#issued = parts.issued;
    this.#spent = parts.spent;
    this.#now = parts.now;
    this.#random = parts.random;
    this.#records = new Shelf(parts.store, 'epochs', EpochRecord);
    this.#secrets = new Shelf(parts.store, 'secrets', SecretRecord);
  }

  /** The epoch of this moment. */
  current(): number {
    return Math.floor(this.#now() / DAY);
  }

  /** The key to issue with: of this epoch and the next; null for others. */
  async toIssue(epoch: number): Promise<VoprfKey | null> {
    await this.roll();
    const current = this.current();
    return epoch === current || epoch === current + 1 ? (this.#keys.get(epoch) ?? null) : null;
  }

  /** The secret to check with: of this epoch, and of the last within its hour of grace; null for others. */
  async toCheck(epoch: number): Promise<Uint8Array | null> {
    await this.roll();
    const current = this.current();
    const graced = epoch === current - 1 && this.#inGrace();
    return epoch === current || graced ? (this.#keys.get(epoch)?.secret ?? null) : null;
  }

  /** The last, this and the next epoch as clients see them. */
  async list(): Promise<Epoch[]> {
    await this.roll();
    const current = this.current();
    const out: Epoch[] = [];
    for (const epoch of [current - 1, current, current + 1]) {
      const record = this.#known.get(epoch);
      if (record === undefined) continue;
      const [count, minute] = [record.users ?? this.#issued.count(epoch), Math.floor(this.#now() / 60_000)];
      const sig = signTagged(p, this.#seed, 'epoch users', epoch, count, minute);
      const proof = await this.#log.proof(leafOf(epoch, record).leaf);
      out.push({ epoch, pk: record.pk, salt: record.salt, proof, users: { count, minute, sig } });
    }
    return out;
  }

  /** Makes what this moment needs and erases what it no longer may have. Cheap where nothing is to do. */
  async roll(): Promise<void> {
    const moment = () => `${this.current()} ${this.#inGrace()}`;
    if (this.#rolled === moment()) return;
    const rolled = this.#rolling.then(async () => {
      const at = moment();
      if (this.#rolled === at) return;
      await this.#roll(this.current());
      this.#rolled = at;
    });
    this.#rolling = rolled.catch(() => undefined);
    await rolled;
  }

  async #roll(current: number): Promise<void> {
    if (this.#rolled === '') await this.#read();
    for (const [epoch, record] of this.#known) {
      if (!this.#log.has(leafOf(epoch, record).leaf)) await this.#log.append(leafOf(epoch, record));
      if (epoch < current && record.users === undefined) await this.#close(epoch, record);
      if (epoch < current && this.#issued.count(epoch) > 0) await this.#issued.forget(epoch);
    }
    for (const epoch of [...this.#keys.keys()]) {
      if (epoch < current - 1 || (epoch === current - 1 && !this.#inGrace())) await this.#forget(epoch);
    }
    for (const epoch of [current, current + 1]) if (!this.#keys.has(epoch)) await this.#make(epoch);
  }

  async #read(): Promise<void> {
    for await (const {
      key: [epoch = ''],
      value,
    } of this.#records.all())
      this.#known.set(Number(epoch), value);
    for await (const {
      key: [epoch = ''],
      value,
    } of this.#secrets.all()) {
      const secret = p.open(this.#sealKey(value.salt), NONE, value.sealed);
      // a secret without its record was made by a process that got no further
      if (secret !== null && this.#known.has(Number(epoch)))
        this.#keys.set(Number(epoch), epochKey(this.#group, secret, Number(epoch)));
    }
  }

  /** The anonymity set is final and goes into the log; what was issued is not needed any more. */
  async #close(epoch: number, record: EpochRecord): Promise<void> {
    const closed = { ...record, users: this.#issued.count(epoch) };
    await this.#log.append({
      kind: 'users',
      leaf: tagged(p, 'log', 'users', NO_SALT, frame('epoch users', epoch, closed.users)),
    });
    await this.#records.put([String(epoch)], closed);
    this.#known.set(epoch, closed);
  }

  async #forget(epoch: number): Promise<void> {
    this.#keys.delete(epoch);
    await this.#secrets.erase(String(epoch));
    await this.#spent.forget(epoch);
  }

  // The secret first: a public key in the log whose secret is lost would be an epoch without credentials.
  async #make(epoch: number): Promise<void> {
    const secret = this.#random(32);
    const salt = this.#random(16);
    const made = epochKey(this.#group, secret, epoch);
    const record: EpochRecord = { pk: made.publicKey, salt: this.#random(16) };
    await this.#secrets.put([String(epoch)], { salt, sealed: p.seal(this.#sealKey(salt), NONE, secret) });
    await this.#records.put([String(epoch)], record, 0);
    await this.#log.append(leafOf(epoch, record));
    this.#known.set(epoch, record);
    this.#keys.set(epoch, made);
  }

  #sealKey(salt: Uint8Array): Uint8Array {
    return derive(p, 'epoch secret', this.#seed, salt, 32);
  }

  #inGrace(): boolean {
    return this.#now() < this.current() * DAY + GRACE;
  }
}

function leafOf(epoch: number, { pk, salt }: EpochRecord): Leaf {
  return { kind: 'epoch', leaf: tagged(p, 'log', 'epoch', salt, frame('epoch', epoch, pk)) };
}
