import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { checkMailboxes } from '../../../lib/actions/letters/checkmailboxes.ts';
import { openService } from '../../../lib/actions/openservice.ts';
import { runOutbox } from '../../../lib/actions/outbox/run.ts';
import type { Pictures, Service } from '../../../lib/actions/service.ts';
import { hex } from '../../../lib/bytes.ts';
import { openDb } from '../../../lib/db/open.ts';
import { Crash, DiedError } from './crash.ts';
import { type Does, doesOf } from './does.ts';
import { type Sees, seesOf } from './sees.ts';
import { Wire } from './wire.ts';

const ROUNDS = 40;

/** What a story gives a person. */
export interface World {
  now(): number;
  pictures: Pictures;
  /** Everybody who takes part. */
  people: Person[];
}

/** A person of a story: a local service on a database of its own. */
export class Person {
  readonly name: string;
  /** Milliseconds this person's clock is ahead of the story's. */
  clockOffset = 0;
  crash = new Crash();
  wire = new Wire(this.crash);
  #service: Service | null = null;
  readonly #world: World;
  readonly #disk: IDBFactory;

  constructor(name: string, world: World, disk = new IDBFactory()) {
    this.name = name;
    this.#world = world;
    this.#disk = disk;
  }

  get running(): boolean {
    return this.#service !== null;
  }
  get service(): Service {
    if (this.#service === null) throw new Error(`${this.name} has no service running`);
    return this.#service;
  }
  get does(): Does {
    return doesOf(this.service);
  }
  get sees(): Sees {
    return seesOf(this.service.db, this.service.now);
  }

  /** UserID, hex. */
  async user(): Promise<string> {
    const profile = await this.service.db.profile.get('me');
    if (profile === undefined) throw new Error(`${this.name} has no identity`);
    return hex(profile.user);
  }

  /** Starts the service on the database as it is: the first time, or after a death. */
  async open(): Promise<void> {
    this.#service?.db.close();
    this.crash = new Crash();
    const wire = new Wire(this.crash);
    wire.cut = this.wire.cut;
    this.wire = wire;
    const db = openDb('peerwall', { indexedDB: this.#disk, IDBKeyRange });
    this.crash.watch(db);
    this.#service = await openService({
      db,
      carrier: wire,
      pictures: this.#world.pictures,
      now: () => this.#world.now() + this.clockOffset,
      sleep: async () => undefined,
    });
  }

  /** The outbox and both mailboxes, once. Answers whether anything was done. What cannot be reached is left for later. */
  async turn(): Promise<boolean> {
    const before = this.wire.posted;
    const due = await this.#due();
    await runOutbox(this.service);
    const came = await checkMailboxes(this.service).catch((error: unknown) => {
      if (error instanceof DiedError || this.crash.dead) throw error;
      return false;
    });
    if (this.crash.dead) throw new DiedError('died');
    return came || (due > 0 && this.wire.posted > before) || (await this.#due()) > 0;
  }

  /** Turns until nothing is left to do now. */
  async settle(): Promise<void> {
    for (let round = 0; round < ROUNDS; round++) if (!(await this.turn())) return;
    throw new Error(`${this.name} does not come to rest`);
  }

  /** Another device that starts from a copy of this database, as two restored from one backup would. */
  async copy(name: string): Promise<Person> {
    const twin = new Person(name, this.#world);
    await twin.open();
    for (const table of this.service.db.tables)
      await twin.service.db.table(table.name).bulkPut(await table.toArray());
    await twin.open();
    this.#world.people.push(twin);
    return twin;
  }

  /** Shuts the service down; its database stays. */
  close(): void {
    this.#service?.db.close();
    this.#service = null;
  }

  async #due(): Promise<number> {
    const { db, now } = this.service;
    const rows = await db.deeds
      .where('[state+next]')
      .between(['waiting', 0], ['waiting', now()], true, true)
      .toArray();
    const open = new Set(await db.deeds.toCollection().primaryKeys());
    return rows.filter((row) => !row.after.some((id) => open.has(id))).length;
  }
}
