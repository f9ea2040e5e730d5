import type { LogInRow } from '../../db/letters.ts';
import type { Db } from '../../db/schema.ts';
import type { PeerFriend, Service } from '../service.ts';
import { isDirect, readDelivery } from './allowed.ts';

/**
 * Tells the own helper who may bring letters, and how far each of their logs was read here. Says nothing where it was
 * told the same last, nor without a helper.
 */
export async function sayFriends(service: Service): Promise<void> {
  await service.alone('say friends', async () => {
    const { peers, db, ways } = service;
    if (peers === null) return;
    const reached = await reachedFriends(db);
    const text = JSON.stringify(reached);
    if (ways.said?.peers === peers && ways.said.text === text) return;
    const logs = await db.logsIn.toArray();
    await peers.friends(reached.map((one) => peerOf(one, logs)));
    ways.said = { peers, text };
  });
}

interface Reached {
  device: string;
  addresses: string[];
}

/** Devices of Friends with whom delivery is direct and whose helper is known, if only by name, in a fixed order. */
export async function reachedFriends(db: Db): Promise<Reached[]> {
  const delivery = await readDelivery(db);
  const friends = await db.friends.where('state').equals('friend').toArray();
  const direct = new Set(friends.filter((friend) => isDirect(friend, delivery)).map(({ user }) => user));
  const devices = await db.devices.toArray();
  return devices
    .filter(({ user, revoked }) => direct.has(user) && !revoked)
    .map(({ device, addresses = [] }) => ({ device, addresses }))
    .filter(({ addresses }) => addresses.length > 0);
}

function peerOf({ addresses, device }: Reached, logs: LogInRow[]): PeerFriend {
  const read = logs.filter((log) => log.hash !== '' && log.device === device);
  return { addresses, ends: read.map(({ log, number }) => ({ log, number })) };
}
