import * as v from 'valibot';
import { hex } from '../../lib/bytes.ts';
import { CommandError } from '../../lib/protocol/errors.ts';
import { uint } from '../../lib/protocol/shapes.ts';
import type { Bus } from '../bus.ts';
import { Shelf } from './store.ts';

const BanRecord = v.strictObject({ day: uint() });

/** Who gets no credentials. A ban outlives the user's leaving: the same account does not come back through it. */
export class Bans {
  readonly #records: Shelf<typeof BanRecord>;
  readonly #banned = new Set<string>();

  private constructor(store: Bus) {
    this.#records = new Shelf(store, 'bans', BanRecord);
  }

  static async open(store: Bus): Promise<Bans> {
    const bans = new Bans(store);
    for await (const {
      key: [user = ''],
    } of bans.#records.all())
      bans.#banned.add(user);
    return bans;
  }

  has(user: Uint8Array): boolean {
    return this.#banned.has(hex(user));
  }

  /** CommandError `banned` where the user is. */
  refuse(user: Uint8Array): void {
    if (this.has(user)) throw new CommandError('banned');
  }

  async ban(user: Uint8Array, day: number): Promise<void> {
    await this.#records.put([hex(user)], { day });
    this.#banned.add(hex(user));
  }

  async unban(user: Uint8Array): Promise<void> {
    await this.#records.erase(hex(user));
    this.#banned.delete(hex(user));
  }
}
