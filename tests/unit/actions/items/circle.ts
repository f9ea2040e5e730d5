import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import type { Handler } from '../../../../lib/actions/letters/handler.ts';
import { HANDLERS } from '../../../../lib/actions/letters/handlers.ts';
import { runOutbox } from '../../../../lib/actions/outbox/run.ts';
import { makeService, type Picture, type Service } from '../../../../lib/actions/service.ts';
import { fromHex, hex, readU32 } from '../../../../lib/bytes.ts';
import {
  accountOf,
  certifyDevice,
  contentSeed,
  makeLetterKey,
  signCard,
} from '../../../../lib/crypto/identity.ts';
import { ristretto } from '../../../../lib/crypto/ristretto.ts';
import { clientPrimitives } from '../../../../lib/crypto/xchacha.ts';
import { openDb } from '../../../../lib/db/open.ts';
import { check } from '../../../../lib/protocol/command.ts';
import type { Card } from '../../../../lib/protocol/identity.ts';
import { isKnown } from '../../../../lib/protocol/inside.ts';
import { LetterEvent, readLetter } from '../../../../lib/protocol/letter.ts';
import { seedOf } from '../../../network/operators.ts';
import { Crash } from '../../../network/story/crash.ts';
import { routeIn, World } from '../../route/world.ts';
import { ContentServer } from './contentserver.ts';

const p = await clientPrimitives();
const group = await ristretto(1);
const DAY = 86_400_000;

export interface User {
  name: string;
  user: string;
  device: string;
  service: Service;
}

/** Users with real databases, crypto and envelopes, at two content servers in memory. Letters go by hand: `deliver`. */
export class Circle {
  readonly world = new World();
  readonly north = new ContentServer(seedOf('north content'));
  readonly south = new ContentServer(seedOf('south content'));
  readonly users: User[] = [];
  readonly #disks = new Map<string, IDBFactory>();
  /** What the ID server answers, by command. */
  readonly id = new Map<string, (args: Record<string, unknown>) => object>();
  pictures: (bytes: Uint8Array) => Picture[] = (bytes) => [
    { type: 'image/webp', width: 4, height: 3, bytes },
  ];

  constructor() {
    this.world.handler = (args, command, _, name) => {
      if (name === 'north content') return this.north.answer(args, command);
      if (name === 'south content') return this.south.answer(args, command);
      const answer = this.id.get(command);
      if (answer === undefined) throw new Error(`nobody answers ${command}`);
      return answer(args);
    };
  }

  /** A new user with an identity and a hundred credentials, without any server's help. */
  async join(name: string): Promise<User> {
    const disk = new IDBFactory();
    const user = await makeIdentity(await this.#open(disk, new Crash()), name);
    this.#disks.set(user.user, disk);
    this.users.push(user);
    return user;
  }

  /** The user's service ends, and another is opened on the same database; `crash` may end it at any step. */
  async reopen(user: User, crash = new Crash()): Promise<void> {
    user.service.db.close();
    user.service = await this.#open(this.#disks.get(user.user) ?? new IDBFactory(), crash);
  }

  async #open(disk: IDBFactory, crash: Crash): Promise<Service> {
    const { route } = await routeIn(this.world, { carrier: crash.carrier(this.world.carrier) });
    const db = openDb('peerwall', { indexedDB: disk, IDBKeyRange });
    crash.watch(db);
    return makeService({
      p,
      group,
      db,
      route,
      peers: null,
      pictures: { reencode: async (bytes) => this.pictures(bytes) },
      now: () => this.world.now,
      random: p.random,
      later: () => () => undefined,
    });
  }

  /** Makes two users Friends. */
  async befriend(a: User, b: User): Promise<void> {
    await know(a, b);
    await know(b, a);
  }

  /** Does all deeds that are due. */
  async run(...users: User[]): Promise<void> {
    for (const user of users) await runOutbox(user.service);
  }

  /** Lets time pass, ms. */
  pass(ms: number): void {
    this.world.now += ms;
  }

  /** Brings what one user told another; answers the kinds of events. */
  async deliver(from: User, to: User): Promise<string[]> {
    const { db } = from.service;
    const letters = await db.lettersOut.where('device').equals(to.device).sortBy('key');
    await db.lettersOut.bulkDelete(letters.map(({ key }) => key));
    const rows = await db.eventsOut.where('device').equals(to.device).sortBy('n');
    await db.eventsOut.bulkDelete(rows.map(({ n }) => n ?? 0));
    const events = [
      ...letters.flatMap(({ signed }) => readLetter(signed.letter).events.filter(isKnown)),
      ...rows.map((row) => check(LetterEvent, row.event)),
    ];
    for (const event of events) await this.tell(from, to, event);
    return events.map(({ is }) => is);
  }

  /** Brings one event. */
  async tell(from: User, to: User, event: LetterEvent): Promise<void> {
    const { db } = to.service;
    await db.atomically(async () => {
      const friend = await db.friends.get(from.user);
      if (friend?.state !== 'friend') return;
      const sender = {
        user: from.user,
        device: from.device,
        box: 'friends' as const,
        friend,
        shown: undefined,
      };
      const handler = HANDLERS[event.is] as Handler<LetterEvent['is']>;
      await handler(to.service, sender, event);
    });
  }

  /** Lets everything happen: deeds, letters among all, and the waits between, until nothing moves. */
  async settle(rounds = 6): Promise<void> {
    for (let i = 0; i < rounds; i++) {
      await this.run(...this.users);
      for (const from of this.users)
        for (const to of this.users) if (from !== to) await this.deliver(from, to);
      this.pass(4_000);
    }
    await this.run(...this.users);
  }
}

async function makeIdentity(service: Service, name: string): Promise<User> {
  const { db, route } = service;
  const account = accountOf(p, p.random(32));
  const seed = contentSeed(p, p.random(32), 0);
  const deviceSeed = p.random(32);
  const device = p.signKey(deviceSeed);
  const day = Math.floor(route.now() / DAY);
  const certificate = certifyDevice(p, account.seed, { device, number: 0, seed: 0, day });
  const letter = makeLetterKey(p, deviceSeed, Math.floor(day / 7));
  const card: Card = {
    account: account.key,
    name,
    number: 0,
    seed: 0,
    devices: [certificate],
    revoked: [],
    letterKeys: [letter.key],
  };
  const made = service.now();
  await db.keys.bulkPut([
    { name: 'device', bytes: deviceSeed, number: 0, made },
    { name: 'seed', bytes: seed, number: 0, made },
    { name: 'vault', bytes: p.random(32), number: 0, made },
  ]);
  await db.profile.put({
    key: 'me',
    user: account.user,
    account: account.key,
    name,
    first: card,
    card: signCard(p, account.seed, card),
    number: 0,
    leaves: [],
    birth: { year: 1990, month: 1, day: 1 },
  });
  await giveCredentials(service);
  return { name, user: hex(account.user), device: hex(device), service };
}

/** Today's credentials, as if fetched. */
export async function giveCredentials({ db, route }: Service): Promise<void> {
  const epoch = Math.floor(route.now() / DAY);
  await db.epochs.put({ epoch, pk: p.random(32), count: 1000, minute: 0, fetched: true });
  const rows = Array.from({ length: 12 }, () => ({ nonce: hex(p.random(32)), token: p.random(64) }));
  await db.credentials.bulkPut(rows.map((row) => ({ ...row, epoch, deed: '', refused: false })));
}

async function know(me: User, other: User): Promise<void> {
  const profile = await other.service.db.profile.get('me');
  if (profile === undefined) throw new Error('nobody');
  await me.service.db.friends.put({
    user: other.user,
    name: other.name,
    account: profile.account,
    state: 'friend',
    card: profile.card,
    contact: 1,
    since: me.service.now(),
    verified: false,
    checked: true,
  });
  await me.service.db.devices.put({ device: other.device, user: other.user, revoked: false, letterKeys: [] });
}

/** Bytes that look like no other's. */
export function noise(n: number): Uint8Array {
  return p.random(n);
}

/** A number below n, by chance. */
export function below(n: number): number {
  return readU32(p.random(4)) % n;
}

/** UserID bytes of a user. */
export function idOf(user: User): Uint8Array {
  return fromHex(user.user);
}
