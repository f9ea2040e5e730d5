import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { keepCard } from '../../../lib/actions/friends/person.ts';
import { createIdentity } from '../../../lib/actions/identity/create.ts';
import { secretsOf } from '../../../lib/actions/identity/secrets.ts';
import { compose } from '../../../lib/actions/letters/compose.ts';
import { receive } from '../../../lib/actions/letters/receive.ts';
import { openService } from '../../../lib/actions/openservice.ts';
import type { Service } from '../../../lib/actions/service.ts';
import { hex } from '../../../lib/bytes.ts';
import { sealLetter } from '../../../lib/crypto/letter.ts';
import { signNetwork } from '../../../lib/crypto/network.ts';
import { openDb } from '../../../lib/db/open.ts';
import { decodeAs } from '../../../lib/protocol/command.ts';
import { Card } from '../../../lib/protocol/identity.ts';
import { seedOf } from '../../network/operators.ts';
import { Crash } from '../../network/story/crash.ts';
import { AUTHORITY, type World } from '../route/world.ts';

const NO_PICTURES = {
  reencode: async () => {
    throw new TypeError('no pictures here');
  },
};

/** A local service in a world in memory, on a disk of its own, not yet somebody's. */
export async function local(world: World, disk = new IDBFactory(), crash = new Crash()): Promise<Service> {
  const db = openDb('peerwall', { indexedDB: disk, IDBKeyRange });
  crash.watch(db);
  const service = await openService({
    db,
    carrier: crash.carrier(world.carrier),
    pictures: NO_PICTURES,
    now: () => world.now,
    sleep: async () => undefined,
  });
  await service.route.join(signNetwork(service.p, world.file, seedOf('authority of all')), AUTHORITY);
  await service.route.heardRoot(world.log.root(Math.floor(world.now / 60_000)));
  return service;
}

/** A local service with an identity, whose outbox was never run. */
export async function person(world: World, name: string, disk = new IDBFactory()): Promise<Service> {
  const service = await local(world, disk);
  await createIdentity(service, { name, birth: { year: 1990, month: 1, day: 1 } });
  return service;
}

export async function userOf(service: Service): Promise<string> {
  return hex((await secretsOf(service.db)).user);
}

export async function deviceOf(service: Service): Promise<string> {
  return hex(service.p.signKey((await secretsOf(service.db)).device));
}

/** Writes `friend` into the Friends of `service`, as after an acceptance. */
export async function know(
  service: Service,
  friend: Service,
  state: 'friend' | 'asked' = 'friend',
): Promise<void> {
  const { card } = (await friend.db.profile.get('me')) ?? never();
  const opened = decodeAs(Card, card.card);
  await service.db.atomically(() => keepCard(service, card, opened, { state, checked: true }));
}

/** Composes what waits from one to the other and gives the sealed letters, unread. */
export async function sealAll(from: Service, to: Service): Promise<Uint8Array[]> {
  const device = await deviceOf(to);
  await compose(from, device);
  const pk = (await from.db.devices.get(device))?.letterKeys[0]?.pk ?? never();
  const rows = await from.db.lettersOut.where('[device+sent]').equals([device, 0]).sortBy('key');
  for (const row of rows) await from.db.lettersOut.update(row.key, { sent: 1 });
  return rows.map((row) => sealLetter(from.p, pk, row.signed) ?? never());
}

/** Brings all letters of one to the other, through the Friends' mailbox. */
export async function carry(from: Service, to: Service): Promise<void> {
  for (const sealed of await sealAll(from, to)) await receive(to, 'friends', sealed);
}

/** The texts in somebody's inbox. */
export async function textsOf(service: Service): Promise<string[]> {
  return (await service.db.inbox.toArray()).map((one) => one.text).sort();
}

/** Copies a database to a new disk, as a backup would. */
export async function copyOf(world: World, service: Service): Promise<Service> {
  const twin = await local(world);
  for (const table of service.db.tables) await twin.db.table(table.name).bulkPut(await table.toArray());
  return twin;
}

function never(): never {
  throw new Error('not there');
}
